/** `npm run admin -- COMMAND …`: what is done at a terminal, beside the running server or without it. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { Id } from '#contract/fields'
import type { Catalogue } from '#domain/catalogue/types'
import { STAFF_ROLES } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../context.ts'
import { HttpError } from '../http/errors.ts'
import { loadCatalogue, publishCatalogue } from '../modules/catalogue/publish.ts'
import { createRegion, readRegion } from '../modules/catalogue/repository.ts'
import { issueOpen311Key } from '../modules/open311/keys.ts'
import { exportEvidence } from '../modules/inspections/evidence.ts'
import {
  type Appointment,
  appointSupervisor,
  issueCode,
  revokeSupervisor,
} from '../modules/supervisors/appointments.ts'
import { PASSWORD_LENGTH } from '#contract/desk/session'
import { createStaff } from '../modules/staff/accounts.ts'
import { makePassword } from '../modules/staff/passwords.ts'
import { listAll } from './admin-list.ts'
import { SAYS, USAGE } from './admin-messages.ts'
import { CommandError, language, runCommand, withDatabase } from './command.ts'
import { isRegionCode, levelOf } from './region-argument.ts'
import { importUnsentFile } from './import-unsent.ts'
import { overHttp, recompute, type Recomputed, withoutServer } from './recompute.ts'

const OPTIONS = {
  region: { type: 'string' },
  name: { type: 'string' },
  level: { type: 'string' },
  employer: { type: 'string' },
  supervisor: { type: 'string' },
  login: { type: 'string' },
  role: { type: 'string' },
  department: { type: 'string' },
  head: { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
  out: { type: 'string' },
  file: { type: 'string' },
  from: { type: 'string' },
  'with-photos': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
type Option = keyof typeof OPTIONS
type Values = ReturnType<typeof readLine>['values']

const say = (words: Readonly<Record<typeof language, string>>) => console.log(words[language])

function readLine() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

/** A wrong argument: the sentence, then the usage. */
function wrong(words: Readonly<Record<typeof language, string>> | string): CommandError {
  const sentence = typeof words === 'string' ? words : words[language]
  return new CommandError(`${sentence}\n${USAGE[language]}`)
}

interface Command {
  needs: Option[]
  takes?: Option[]
  /** looks at the arguments before any database is started */
  check?: (values: Values) => void
  run: (context: Context, values: Values) => Promise<number>
  /** whether these arguments need no database at all; then `run` is given none */
  remote?: (values: Values) => Promise<number> | undefined
}

const given = (
  values: Values,
  option: Exclude<Option, 'help' | 'head' | 'password-stdin' | 'with-photos'>,
): string => {
  const value = values[option]?.trim()
  if (!value) throw wrong(SAYS.needs(option))
  return value
}

async function catalogueOf(context: Context, region: string): Promise<Catalogue> {
  const catalogue = await loadCatalogue(context, region)
  if (!catalogue) throw new CommandError(SAYS.unknownRegion(region), 1)
  return catalogue
}

function checkDepartment(catalogue: Catalogue, id: string | undefined): void {
  if (id !== undefined && !catalogue.departments.some((department) => department.id === id))
    throw new CommandError(SAYS.unknownDepartment(id), 1)
}

/** The office and the auditor may begin in a region of which nothing is published; a unit needs its department. */
async function checkPlace(context: Context, region: string, department: string | undefined): Promise<void> {
  if (department !== undefined) checkDepartment(await catalogueOf(context, region), department)
  else if (!(await readRegion(context.db, region))) throw new CommandError(SAYS.unknownRegion(region), 1)
}

const checkId = (values: Values) => {
  if (!v.is(Id, given(values, 'supervisor'))) throw wrong(SAYS.badId)
}

function sayAppointed(name: string, region: string, { code, expiresAt, supervisor }: Appointment): void {
  say(SAYS.appointed(name, region, code, dateInChina(expiresAt), supervisor))
}

function sayRecomputed({ board, figures, differences }: Recomputed): number {
  say(SAYS.recomputed(board.region.name, figures, differences.length))
  for (const difference of differences.slice(0, 50)) console.log(`  ${difference}`)
  return differences.length === 0 ? 0 : 1
}

const COMMANDS: Record<string, Command> = {
  appoint: {
    needs: ['region', 'name'],
    takes: ['employer'],
    async run(context, values) {
      const region = given(values, 'region')
      const name = given(values, 'name')
      const catalogue = await catalogueOf(context, region)
      checkDepartment(catalogue, values.employer)
      const appointment = await appointSupervisor(context, {
        region,
        name,
        ...(values.employer === undefined ? {} : { employer: values.employer }),
      })
      sayAppointed(name, catalogue.region.name, appointment)
      return 0
    },
  },

  code: {
    needs: ['supervisor'],
    check: checkId,
    async run(context, values) {
      const id = given(values, 'supervisor')
      const row = await context.db
        .selectFrom('supervisors')
        .select(['name', 'region'])
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (!row) throw new CommandError(SAYS.unknownSupervisor, 1)
      sayAppointed(row.name, row.region, await issueCode(context, id))
      return 0
    },
  },

  revoke: {
    needs: ['supervisor'],
    check: checkId,
    async run(context, values) {
      if (!(await revokeSupervisor(context, given(values, 'supervisor'))))
        throw new CommandError(SAYS.unknownSupervisor, 1)
      say(SAYS.revoked)
      return 0
    },
  },

  'create-region': {
    needs: ['region', 'name'],
    takes: ['level'],
    check(values) {
      const code = given(values, 'region')
      if (!isRegionCode(code)) throw wrong(SAYS.badRegion)
      if (levelOf(code, values.level) === undefined) throw wrong(SAYS.badLevel)
    },
    async run({ db }, values) {
      const [code, name] = [given(values, 'region'), given(values, 'name')]
      const level = levelOf(code, values.level) ?? 'county'
      if (!(await createRegion(db, { code, name, level, sample: false })))
        throw new CommandError(SAYS.regionTaken(code), 1)
      say(SAYS.regionMade(code, name))
      return 0
    },
  },

  'create-staff': {
    needs: ['region', 'login', 'name', 'role'],
    takes: ['department', 'head', 'password-stdin'],
    check(values) {
      const role = given(values, 'role')
      if (!v.is(v.picklist(STAFF_ROLES), role)) throw wrong(SAYS.role)
      if (values.head === true && role !== 'office') throw wrong(SAYS.headOfOffice)
      if (role === 'unit' && values.department === undefined) throw wrong(SAYS.unitNeedsDepartment)
      if (!/^[\w.-]{2,40}$/.test(given(values, 'login'))) throw wrong(SAYS.badLogin)
    },
    async run(context, values) {
      const region = given(values, 'region')
      await checkPlace(context, region, values.department)
      const typed = values['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
      if (typed !== undefined && typed.length < PASSWORD_LENGTH)
        throw new CommandError(SAYS.shortPassword(PASSWORD_LENGTH))
      const password = typed ?? makePassword()
      const login = given(values, 'login')
      try {
        await createStaff(context, {
          login,
          name: given(values, 'name'),
          role: v.parse(v.picklist(STAFF_ROLES), given(values, 'role')),
          head: values.head ?? false,
          region,
          ...(values.department === undefined ? {} : { department: values.department }),
          password,
        })
      } catch (error) {
        if (error instanceof HttpError && error.code === 'conflict')
          throw new CommandError(SAYS.loginTaken, 1)
        throw error
      }
      say(SAYS.staffMade(login))
      if (typed === undefined) say(SAYS.password(password))
      return 0
    },
  },

  publish: {
    needs: ['region'],
    async run(context, values) {
      const region = given(values, 'region')
      const { version, changed } = await publishCatalogue(context, await catalogueOf(context, region))
      say(changed ? SAYS.published(region, version) : SAYS.unchanged(region, version))
      return 0
    },
  },

  'export-evidence': {
    needs: ['region', 'out'],
    takes: ['with-photos'],
    async run(context, values) {
      const region = given(values, 'region')
      await catalogueOf(context, region)
      const file = await exportEvidence(context, region, { photos: values['with-photos'] === true })
      // `npm run` sits in the project's folder: paths are the caller's.
      const path = resolve(process.env.INIT_CWD ?? process.cwd(), given(values, 'out'))
      try {
        await writeFile(path, `${JSON.stringify(file)}\n`, { mode: 0o600 })
      } catch {
        throw new CommandError(SAYS.notWritten(path), 1)
      }
      say(SAYS.exported(file.records.length, file.photos?.length ?? 0, path))
      return 0
    },
  },

  'open311-key': {
    needs: ['region', 'name'],
    async run(context, values) {
      const region = given(values, 'region')
      await catalogueOf(context, region)
      say(SAYS.open311Key(await issueOpen311Key(context, { region, name: given(values, 'name') })))
      return 0
    },
  },

  recompute: {
    needs: ['region'],
    takes: ['from'],
    remote: ({ from, ...values }) =>
      from === undefined ? undefined : recompute(overHttp(from), given(values, 'region')).then(sayRecomputed),
    run: (context, values) =>
      withoutServer(context, async (get) => sayRecomputed(await recompute(get, given(values, 'region')))),
  },

  'import-unsent': {
    needs: ['file'],
    run: (context, values) => importUnsentFile(context, given(values, 'file')),
  },

  list: {
    needs: [],
    async run(context) {
      console.log(await listAll(context, language))
      return 0
    },
  },
}

async function main(): Promise<number> {
  const { values, positionals } = readLine()
  const [name, ...more] = positionals
  if (values.help) {
    say(USAGE)
    return 0
  }
  if (name === undefined) throw wrong(SAYS.noCommand)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw wrong(SAYS.unknownCommand(name))
  if (more[0] !== undefined) throw wrong(SAYS.unknownCommand(more[0]))
  const taken = new Set<string>([...command.needs, ...(command.takes ?? [])])
  for (const option of Object.keys(values)) if (!taken.has(option)) throw wrong(SAYS.notTaken(option))
  for (const option of command.needs) given(values, option as 'region')
  command.check?.(values)
  const remote = command.remote?.(values)
  if (remote) return remote
  return withDatabase((context) => command.run(context, values))
}

await runCommand(main)

/** `npm run admin -- COMMAND …`: what is done at a terminal, beside the running server or without it. */
import { type Command, given, readArguments, say, wrong } from './admin-arguments.ts'
import { listAll } from './admin-list.ts'
import { SAYS, USAGE } from './admin-messages.ts'
import { PEOPLE } from './admin-people.ts'
import { REGIONS } from './admin-regions.ts'
import { language, runCommand, withDatabase } from './command.ts'
import { importUnsentFile } from './import-unsent.ts'

const COMMANDS: Record<string, Command> = {
  ...PEOPLE,
  ...REGIONS,

  'import-unsent': {
    needs: ['file'],
    takes: ['revoked'],
    run: (context, values) =>
      importUnsentFile({ ...context, admitsRevoked: values.revoked === true }, given(values, 'file')),
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
  const { values, positionals } = readArguments()
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

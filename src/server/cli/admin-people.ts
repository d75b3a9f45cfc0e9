/** Supervisors and staff: who is appointed, who may sign in. */
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { PASSWORD_LENGTH } from '#contract/desk/session'
import { Id } from '#contract/fields'
import { STAFF_ROLES } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import { HttpError } from '../http/errors.ts'
import { createStaff } from '../modules/staff/accounts.ts'
import { makePassword } from '../modules/staff/passwords.ts'
import { appointSupervisor, issueCode, revokeSupervisor } from '../modules/supervisors/appointments.ts'
import { type Command, given, say, type Values, wrong } from './admin-arguments.ts'
import { SAYS } from './admin-messages.ts'
import { catalogueOf, checkDepartment, checkPlace } from './admin-place.ts'
import { CommandError } from './command.ts'

const checkId = (values: Values) => {
  if (!v.is(Id, given(values, 'supervisor'))) throw wrong(SAYS.badId)
}

export const PEOPLE: Record<string, Command> = {
  appoint: {
    needs: ['region', 'name'],
    takes: ['employer'],
    async run(context, values) {
      const region = given(values, 'region')
      const name = given(values, 'name')
      const catalogue = await catalogueOf(context, region)
      checkDepartment(catalogue, values.employer)
      const { code, expiresAt, supervisor } = await appointSupervisor(context, {
        region,
        name,
        ...(values.employer === undefined ? {} : { employer: values.employer }),
      })
      say(SAYS.appointed(name, catalogue.region.name, code, dateInChina(expiresAt), supervisor))
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
        .innerJoin('regions', 'regions.code', 'supervisors.region')
        .select(['supervisors.name', 'regions.name as region'])
        .where('supervisors.id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (!row) throw new CommandError(SAYS.unknownSupervisor, 1)
      const { code, expiresAt } = await issueCode(context, id)
      say(SAYS.newCode(row.name, row.region, code, dateInChina(expiresAt)))
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
}

/** Signing in and out at a desk. */
import * as v from 'valibot'
import { STAFF_ROLES } from '#domain/staff/roles'
import { endpoint } from '../endpoint.ts'
import { Id, RegionCode } from '../fields.ts'

/** Who is signed in. */
export const Staff = v.object({
  id: Id,
  login: v.string(),
  name: v.string(),
  role: v.picklist(STAFF_ROLES),
  region: RegionCode,
  regionName: v.string(),
  department: v.nullable(v.string()),
  departmentName: v.nullable(v.string()),
  head: v.boolean(),
  /** nothing of the region's catalogue is published yet: that is where its desk begins */
  unpublished: v.exactOptional(v.literal(true)),
})
export type Staff = v.InferOutput<typeof Staff>

export const Done = v.object({ done: v.literal(true) })

export const PASSWORD_LENGTH = 12
/** Long enough to be worth the hash, short enough not to be a burden on it. */
const Password = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const NewPassword = v.pipe(v.string(), v.minLength(PASSWORD_LENGTH, 'too short'), v.maxLength(200))

export const deskSession = {
  signIn: endpoint({
    method: 'POST',
    path: '/session',
    capability: null,
    summary: 'Signs in: the answer sets an HttpOnly cookie',
    body: v.strictObject({
      login: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
      password: Password,
    }),
    answer: Staff,
  }),
  current: endpoint({
    method: 'GET',
    path: '/session',
    capability: 'self.use',
    summary: 'Who is signed in',
    answer: Staff,
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/session/end',
    capability: 'self.use',
    summary: 'Ends this session',
    answer: Done,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/password',
    capability: 'self.use',
    summary: 'Changes the own password and ends all other sessions',
    body: v.strictObject({ current: Password, next: NewPassword }),
    answer: Done,
  }),
}

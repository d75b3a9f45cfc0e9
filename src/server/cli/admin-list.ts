/** `npm run admin -- list` */
import type { Context } from '../context.ts'
import { SAYS } from './admin-messages.ts'
import type { Language } from './import-messages.ts'

export async function listAll({ db }: Context, language: Language): Promise<string> {
  const regions = await db
    .selectFrom('regions')
    .leftJoin('catalogue_versions', (join) =>
      join
        .onRef('catalogue_versions.region', '=', 'regions.code')
        .onRef('catalogue_versions.version', '=', 'regions.version'),
    )
    .select(['regions.code', 'regions.name', 'regions.sample', 'regions.version', 'catalogue_versions.items'])
    .orderBy('regions.code')
    .execute()
  const supervisors = await db
    .selectFrom('supervisors')
    .leftJoin('devices', 'devices.supervisor', 'supervisors.id')
    .select(['supervisors.id', 'supervisors.region', 'supervisors.name', 'supervisors.revoked_at'])
    .select(({ fn }) => fn.count<number>('devices.id').as('devices'))
    .groupBy('supervisors.id')
    .orderBy('supervisors.region')
    .orderBy('supervisors.appointed_at')
    .execute()
  const staff = await db
    .selectFrom('staff')
    .select(['login', 'name', 'role', 'region', 'department', 'disabled_at'])
    .orderBy('region')
    .orderBy('login')
    .execute()

  const { state } = SAYS
  const block = (title: Readonly<Record<Language, string>>, lines: string[]): string =>
    [title[language], ...(lines.length > 0 ? lines : [SAYS.none[language]]).map((line) => `  ${line}`)].join(
      '\n',
    )
  return [
    block(
      SAYS.regions,
      regions.map((region) =>
        [
          region.code,
          region.name,
          region.items === null
            ? SAYS.unpublished[language]
            : SAYS.items(region.items, region.version)[language],
        ]
          .concat(region.sample ? SAYS.sample[language] : [])
          .join('  '),
      ),
    ),
    block(
      SAYS.supervisors,
      supervisors.map((one) => {
        const standing = one.revoked_at ? state.revoked : one.devices > 0 ? state.enrolled : state.invited
        return [one.id, one.region, one.name, standing[language]].join('  ')
      }),
    ),
    block(
      SAYS.staff,
      staff.map((one) =>
        [one.login, one.name, one.role, one.region, one.department ?? '']
          .concat(one.disabled_at ? state.disabled[language] : [])
          .filter((part) => part !== '')
          .join('  '),
      ),
    ),
  ].join('\n')
}

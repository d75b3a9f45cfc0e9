/** Regions: making and publishing one, and what of it is handed to others. */
import { publishCatalogue } from '../modules/catalogue/publish.ts'
import { createRegion } from '../modules/catalogue/repository.ts'
import { rotateSigningKey } from '../modules/evidence/keys.ts'
import { issueOpen311Key } from '../modules/open311/keys.ts'
import { type Command, given, say, wrong } from './admin-arguments.ts'
import { SAYS } from './admin-messages.ts'
import { catalogueOf } from './admin-place.ts'
import { CommandError } from './command.ts'
import { exportEvidenceFile } from './export-evidence.ts'
import { overHttp, recompute, type Recomputed, withoutServer } from './recompute.ts'
import { isRegionCode, levelOf } from './region-argument.ts'

function sayRecomputed({ board, figures, differences }: Recomputed): number {
  say(SAYS.recomputed(board.region.name, figures, differences.length))
  for (const difference of differences.slice(0, 50)) console.log(`  ${difference}`)
  return differences.length === 0 ? 0 : 1
}

export const REGIONS: Record<string, Command> = {
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
      const photos = values['with-photos'] === true
      return exportEvidenceFile(context, region, { out: given(values, 'out'), photos })
    },
  },

  'rotate-evidence-key': {
    needs: [],
    async run({ db, now }) {
      say(SAYS.keyRotated(await rotateSigningKey(db, now)))
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
}

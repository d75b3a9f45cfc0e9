/**
 * 示例区: real names and facts of law (see `source` of each item), sample codes, halls and promises of our own. A
 * realistic share is left undisclosed, or evasive, so that there is something to see and to report.
 */
import * as v from 'valibot'
import { parseLimit } from '#domain/catalogue/limits'
import type { DisclosedLimit, HandlingWay, Region, ServiceItem } from '#domain/catalogue/types'
import { departmentId } from '../catalogue/import/assemble.ts'
import type { CatalogueSource } from '../catalogue/source.ts'
import { counters, seatsOf, VENUES } from './halls.ts'
import rows from './items.json'
import { type Chance, chanceOf } from './random.ts'

export const SAMPLE_REGION: Region = { code: '000000', name: '示例区', level: 'county', sample: true }

const text = v.exactOptional(v.string())
const list = v.exactOptional(v.array(v.string()))
const Row = v.strictObject({
  code: v.string(),
  name: v.string(),
  department: v.string(),
  legalBasis: text,
  conditions: list,
  steps: list,
  statutoryLimit: text,
  feeBasis: text,
  feeStandard: text,
  materials: list,
  applicants: v.array(v.picklist(['person', 'organisation'])),
  result: text,
  source: v.string(),
  url: text,
})
type Row = v.InferOutput<typeof Row>

/** A promise of our own, never longer than the law allows; one in four items promises nothing, one in twenty evades. */
function promise(chance: Chance, statutory: DisclosedLimit | undefined): DisclosedLimit | undefined {
  const drawn = chance.next()
  if (drawn < 0.05) return { text: '以窗口告知为准' }
  const limit = statutory?.limit
  if (!limit) return drawn < 0.55 ? parseLimit(`${chance.pick([1, 2, 3, 5, 7])}个工作日`) : undefined
  if (limit.unit === 'onTheSpot') return drawn < 0.8 ? parseLimit('即办件') : undefined
  if (drawn > 0.8) return undefined
  const share = chance.pick([0.1, 0.25, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 1])
  const days = Math.max(1, Math.round(limit.amount * share))
  return parseLimit(limit.unit === 'workday' ? `${days}个工作日` : `${days}日`)
}

function waysOf(chance: Chance): HandlingWay[] {
  const ways: HandlingWay[] = ['counter']
  if (chance.happens(0.7)) ways.push('online')
  if (chance.happens(0.2)) ways.push('courier')
  if (chance.happens(0.12)) ways.push('selfService')
  return ways
}

/** The facts of the row as this department discloses them: each keeps to itself, or evades, now and then. */
function disclosures(row: Row, chance: Chance, evasive: number): Pick<ServiceItem, 'disclosures' | 'steps'> {
  const kept = <T>(value: T | undefined): T | undefined => (chance.happens(evasive) ? undefined : value)
  const said = (value: string | undefined, instead: readonly string[]) =>
    value !== undefined && chance.happens(evasive / 2) ? chance.pick(instead) : kept(value)
  const statutory = row.statutoryLimit === undefined ? undefined : kept(parseLimit(row.statutoryLimit))
  const promised = promise(chance, statutory)
  const legalBasis = kept(row.legalBasis)
  const conditions = said(row.conditions?.join('\n'), ['详见办事指南', '请咨询窗口'])
  const feeBasis = said(row.feeBasis, ['按有关规定执行', '—'])
  const feeStandard = said(row.feeStandard, ['见窗口公示', '无'])
  const steps = kept(row.steps)
  return {
    disclosures: {
      ...(legalBasis !== undefined && { legalBasis }),
      ...(conditions !== undefined && { conditions }),
      ...(statutory && { statutoryLimit: statutory }),
      ...(promised && { promisedLimit: promised }),
      ...(feeBasis !== undefined && { feeBasis }),
      ...(feeStandard !== undefined && { feeStandard }),
    },
    ...(steps && { steps: steps.map((name) => ({ name })) }),
  }
}

/** How much each department keeps to itself: a few do it well, a few badly. */
function evasiveness(department: string): number {
  return chanceOf(`evasive ${department}`).pick([0.01, 0.03, 0.03, 0.06, 0.06, 0.1, 0.16, 0.25])
}

function itemOf(row: Row): CatalogueSource['items'][number] {
  const chance = chanceOf(row.code)
  const facts = disclosures(row, chance, evasiveness(row.department))
  const promised = facts.disclosures.promisedLimit?.limit
  const seats = seatsOf(row.department)
  const places = chance.happens(0.6) ? seats : seats.slice(0, 1)
  const materials = (row.materials ?? []).map((name) => ({ name }))
  return {
    code: row.code,
    name: row.name,
    department: departmentId(row.department),
    kind: /许可|审批|核发/u.test(row.name)
      ? '行政许可'
      : /备案|登记/u.test(row.name)
        ? '其他行政权力'
        : '公共服务',
    ...(promised && { handling: promised.unit === 'onTheSpot' ? 'onTheSpot' : 'promise' }),
    applicants: row.applicants,
    ...facts,
    ...(materials.length > 0 && { materials }),
    places: places.map(({ venue, counter }) => ({ venue, counter })),
    ways: waysOf(chance),
    visits: chance.pick([0, 0, 1, 1, 1, 2]),
    consult: `咨询电话：${phoneOf(row.department)}（示例号码）`,
    complaint: '投诉电话：000-0012345（示例号码）；示例市政务服务中心1楼监督投诉室',
    ...(row.result !== undefined && { result: row.result }),
    source: { name: sourceName(row.source), ...(row.url !== undefined && { url: row.url }) },
  }
}

/** The text of the law was read from a public copy: its date says enough to a citizen. */
const sourceName = (source: string) =>
  source.replace(/法条文本：github \S+?（(\d{4}-\d{2})快照）/u, '法条文本截至 $1')

/** No such numbers are given out. */
const phoneOf = (department: string) =>
  `000-00${String(chanceOf(`phone ${department}`).between(10_000, 99_999))}`

export function sampleCatalogue(): CatalogueSource {
  const parsed = v.parse(v.array(Row), rows)
  const departments = [...new Set(parsed.map((row) => row.department))].map((name) => ({
    id: departmentId(name),
    name,
    phone: phoneOf(name),
  }))
  return {
    region: SAMPLE_REGION,
    departments,
    venues: VENUES,
    counters: counters(departments),
    items: parsed.map(itemOf),
  }
}

/** What a case of the sample district says: its item, its words, its submission. */
import { randomBytes } from 'node:crypto'
import { isDisclosed } from '#domain/catalogue/disclosure'
import { type Catalogue, DISCLOSURE_KEYS, type ServiceItem } from '#domain/catalogue/types'
import type { CaseKind, CaseStatus, CaseSubmission } from '#domain/cases/types'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import type { Context } from '../../context.ts'
import { type Chance, chanceOf } from './random.ts'
import type { Story } from './stories.ts'

/** The first cases stop in a given status, filed so many workdays ago: each is there on whatever day the sample is loaded. */
const SHOWN: readonly { status: CaseStatus; workdaysAgo: number }[] = [
  { status: 'submitted', workdaysAgo: 0 },
  { status: 'accepted', workdaysAgo: 3 },
  { status: 'assigned', workdaysAgo: 6 },
  { status: 'moreRequested', workdaysAgo: 5 },
  { status: 'answered', workdaysAgo: 18 },
  { status: 'reopened', workdaysAgo: 20 },
  { status: 'confirmed', workdaysAgo: 20 },
  { status: 'declined', workdaysAgo: 4 },
]
/** One case in the making: the same index tells the same story. */
export class Telling {
  readonly chance: Chance
  readonly item: ServiceItem
  /** status to stop in */
  readonly shown: (typeof SHOWN)[number] | undefined
  private readonly words: Record<string, string>
  constructor(
    readonly context: Context,
    readonly catalogue: Catalogue,
    readonly index: number,
  ) {
    this.chance = chanceOf(`case ${index}`)
    this.item = this.chance.pick(catalogue.items)
    this.shown = SHOWN[index]
    const venue = catalogue.venues.find(({ id }) => id === this.item.places?.[0]?.venue)
    this.words = {
      item: this.item.name,
      hall: venue?.name ?? '大厅',
      unit: catalogue.departments.find(({ id }) => id === this.item.department)?.name ?? '',
      n: String(this.chance.between(2, 6)),
    }
  }
  fill(text: string): string {
    return text.replace(/\{(\w+)\}/gu, (_all, key: string) => this.words[key] ?? '')
  }
  say(from: readonly string[]): string {
    return this.fill(this.chance.pick(from))
  }
  tell(story: Story): string {
    return story.parts.map((part) => this.say(part)).join('')
  }
}

export function submission(
  telling: Telling,
  kind: CaseKind,
  story: Story,
  filed: Date,
  digest: string,
): CaseSubmission {
  const { chance, item } = telling
  const place = item.places?.[0]
  const missing = DISCLOSURE_KEYS.filter((key) => !isDisclosed(item, key))
  return {
    id: uuidv7(filed.getTime(), randomBytes(ID_RANDOM_BYTES)),
    region: telling.catalogue.region.code,
    kind,
    subject: {
      item: item.code,
      department: item.department,
      ...(kind === 'complaint' && place?.venue !== undefined && { venue: place.venue }),
      ...(kind === 'complaint' && place?.counter !== undefined && { counter: place.counter }),
    },
    text: telling.tell(story),
    ...(kind === 'disclosureReport' && {
      disclosure:
        missing.length > 0
          ? { key: chance.pick(missing), problem: 'missing' as const }
          : {
              key: chance.pick(DISCLOSURE_KEYS.slice(1)),
              problem: chance.pick(['wrong', 'unclear'] as const),
            },
    }),
    ...(chance.happens(0.3) && { contact: { phone: '000-0000-0000', shareWithUnit: chance.happens(0.5) } }),
    public: chance.happens(0.6),
    photos: [],
    filedAt: filed.toISOString(),
    receiptDigest: digest,
  }
}

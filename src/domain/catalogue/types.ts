/** The catalogue: what a region's offices offer, and what they disclose about it. Plain data, as published. */

/** The eight facts 八公开, in the fixed order in which every notice shows them. */
export const DISCLOSURE_KEYS = [
  'name',
  'legalBasis',
  'conditions',
  'procedure',
  'statutoryLimit',
  'promisedLimit',
  'feeBasis',
  'feeStandard',
] as const
export type DisclosureKey = (typeof DISCLOSURE_KEYS)[number]

export const LIMIT_UNITS = ['workday', 'day', 'onTheSpot'] as const
export type LimitUnit = (typeof LIMIT_UNITS)[number]

/** 时限. `amount` is a whole number ≥ 0; it is 0 exactly when `unit` is `onTheSpot`. */
export interface TimeLimit {
  amount: number
  unit: LimitUnit
}

/** A limit as the source wrote it; `limit` is there only when the words were understood, never guessed. */
export interface DisclosedLimit {
  text: string
  limit?: TimeLimit
}

/**
 * What the source published for seven of the eight facts (the eighth is the item's own `name`).
 * The text is kept as published, a placeholder included: `isDisclosed` decides whether it counts.
 */
export interface Disclosures {
  legalBasis?: string
  conditions?: string
  procedure?: string
  statutoryLimit?: DisclosedLimit
  promisedLimit?: DisclosedLimit
  feeBasis?: string
  feeStandard?: string
}

export interface Material {
  name: string
  required?: boolean
  /** 纸质, 电子, 纸质或电子 … as published */
  form?: string
  originals?: number
  copies?: number
  note?: string
}

export interface ProcedureStep {
  name: string
  text?: string
}

/** Where an item is handled: a venue (and counter) of the catalogue, or just the address as published. */
export interface HandlingPlace {
  venue?: string
  counter?: string
  address?: string
  hours?: string
}

export const HANDLING_WAYS = ['counter', 'online', 'courier', 'selfService', 'phone'] as const
export type HandlingWay = (typeof HANDLING_WAYS)[number]

export interface ItemSource {
  name: string
  /** only where the source is firm enough to be linked */
  url?: string
  /** ISO date on which the source was read or published */
  date?: string
}

/** Something the import could not understand; the text itself is kept in the field it came from. */
export interface ImportFlag {
  field: string
  reason: string
}

/** 政务服务事项 */
export interface ServiceItem {
  /** unique within the region; the national code 国家基本目录编码 where the source has one */
  code: string
  name: string
  /** id of a `Department` */
  department: string
  /** 行政许可, 公共服务 … as published */
  kind?: string
  /** 即办件 `onTheSpot` or 承诺件 `promise` */
  handling?: 'onTheSpot' | 'promise'
  applicants?: ('person' | 'organisation')[]
  disclosures: Disclosures
  steps?: ProcedureStep[]
  materials?: Material[]
  places?: HandlingPlace[]
  ways?: HandlingWay[]
  /** 到现场次数 */
  visits?: number
  consult?: string
  complaint?: string
  result?: string
  source?: ItemSource
  flags?: ImportFlag[]
  /** syllables of `name`, lower case, one space apart, made when the catalogue is published */
  pinyin: string
}

export interface Department {
  id: string
  name: string
  pinyin: string
  phone?: string
}

export const VENUE_LEVELS = ['city', 'county', 'town', 'village'] as const
export type VenueLevel = (typeof VENUE_LEVELS)[number]

/** 大厅, 分中心, 便民服务中心 */
export interface Venue {
  id: string
  name: string
  level: VenueLevel
  address?: string
  hours?: string
  phone?: string
}

/** 窗口 */
export interface Counter {
  id: string
  venue: string
  name: string
  department?: string
}

export interface Region {
  /** GB/T 2260 code, or one of our own for a made-up region */
  code: string
  name: string
  level: 'city' | 'county' | 'town'
  /** true for 示例区: halls, promises and people are made up, and every screen says so */
  sample: boolean
}

/** One published version of a region's catalogue: immutable. */
export interface Catalogue {
  region: Region
  /** counts up by one with every publishing */
  version: number
  /** ISO instant */
  publishedAt: string
  departments: Department[]
  venues: Venue[]
  counters: Counter[]
  items: ServiceItem[]
}

/** Entries changed or new, whole; ids gone; and the order of all, only where `put` at the end would not give it. */
export interface Changes<T> {
  put: T[]
  remove: string[]
  order?: string[]
}

/** What turns version `from` of a catalogue into version `to`: changed or new entries whole, and removed ids. */
export interface CatalogueDelta {
  region: Region
  from: number
  to: number
  publishedAt: string
  departments: Changes<Department>
  venues: Changes<Venue>
  counters: Changes<Counter>
  items: { put: ServiceItem[]; remove: string[] }
  /** codes of all items in published order, only where the order changed otherwise than by `put` at the end */
  order?: string[]
}

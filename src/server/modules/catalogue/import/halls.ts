/** Addresses as published → halls and counters, where the address clearly is one; otherwise it stays text. */
import { createHash } from 'node:crypto'
import { isPlaceholder } from '#domain/catalogue/disclosure'
import type { Counter, HandlingPlace, Region, Venue, VenueLevel } from '#domain/catalogue/types'
import { type ItemDraft, present } from './draft.ts'

const id = (prefix: string, text: string) =>
  `${prefix}${createHash('sha256').update(text).digest('hex').slice(0, 8)}`

/** 二楼 → 2楼; a label before it, doubled words and closing stops go. */
function tidyAddress(address: string): string {
  return address
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/^[^:,]{2,6}:(?=.)/u, '')
    .replace(/[。.;,]+$/u, '')
    .replace(/(大道|路|街|政务服务中心)\1/gu, '$1')
    .replace(/[一二三四五六七八九](?=楼)/gu, (digit) => String('一二三四五六七八九'.indexOf(digit) + 1))
}

const HALL =
  '政务服务(?:大厅|中心)|政务中心|行政服务中心|市民(?:服务)?中心|便民服务(?:中心|站|点)|办事(?:服务)?大厅|服务大厅|办税服务厅|分中心'
/** 街道门牌 (the last one written), then the hall's name, then floor and window. */
const CLEAR = new RegExp(
  `^(?<before>.*?)(?<street>[^市区县镇乡,号]{1,12}(?:大道|路|街|巷|道))(?<number>[0-9]+号)(?:(?!.*(?:大道|路|街|巷|道)[0-9]+号)),?(?<hall>[^,]{0,20}?(?:${HALL}))(?<rest>[^,]{0,60})$`,
  'u',
)

interface ClearAddress {
  /** street, number and kind of hall: the same hall whatever is written around it */
  key: string
  hall: string
  address: string
  rest: string
}

/** The parts of an address that names street, number and a hall; undefined where it does not, or names two streets. */
function readHall(address: string): ClearAddress | undefined {
  const groups = CLEAR.exec(tidyAddress(address))?.groups
  if (!groups) return undefined
  const { before = '', street = '', number = '', rest = '' } = groups
  const floor = /[0-9]+楼/u.exec(groups.hall ?? '')?.[0] ?? ''
  const hall = (groups.hall ?? '').replace(floor, '')
  const kind = new RegExp(`(?:${HALL})$`, 'u').exec(hall)?.[0] ?? hall
  // of “园博园中区防城港市港口区” only the last administrative names belong to the street
  const district = /(?:[^市区县]{2,8}市)?(?:[^市区县]{1,6}[区县])?$/u.exec(before)?.[0] ?? ''
  return {
    key: `${street}${number} ${kind}`,
    hall,
    address: `${district}${street}${number}`,
    rest: floor + rest,
  }
}

function mostCommon(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'zh'))[0]?.[0]
}

/** The times of day in a text about opening hours, for telling whether two texts mean the same. */
function schedule(hours: string): string {
  return (
    hours
      .normalize('NFKC')
      .replaceAll('∶', ':')
      .match(/\d{1,2}:\d{2}/gu) ?? []
  )
    .map((time) => time.padStart(5, '0'))
    .join(' ')
}

/** 市政务服务中心 of 防城港市 is 防城港市政务服务中心. */
function fullName(hall: string, region: Region): string {
  const suffix = region.name.at(-1) ?? ''
  return hall.startsWith(suffix) && '市县区镇乡'.includes(suffix) ? region.name.slice(0, -1) + hall : hall
}

const levelOf = (hall: string, region: Region): VenueLevel =>
  /村|社区/u.test(hall) ? 'village' : /镇|乡|街道|便民服务/u.test(hall) ? 'town' : region.level

/** “2楼市人社局1.2.3号窗口” and “2楼市人社局1、2、3号窗口” are one counter. */
const counterName = (rest: string) =>
  rest
    .replace(/(?<=\d)[.,](?=\d)/gu, '、')
    .replace(/(?<=\d)(?=窗口)/u, '号')
    .replace(/^(\d+楼)(?=.)/u, '$1 ')

export interface Halls {
  venues: Venue[]
  counters: Counter[]
  /** for each draft its places, in the same order */
  places: HandlingPlace[][]
}

/** Gathers the halls and counters that the drafts name. `departmentId` gives the id of a department's name. */
export function gatherHalls(
  drafts: readonly ItemDraft[],
  region: Region,
  departmentId: (name: string) => string,
): Halls {
  const found = drafts.map(({ place }): ClearAddress | undefined => {
    if (place.venueName !== undefined && !isPlaceholder(place.venueName)) {
      const hall = place.venueName.replace(/\s+/gu, '')
      const rest = isPlaceholder(place.counterName) ? '' : (place.counterName ?? '')
      return { key: hall, hall, address: place.address ?? '', rest: tidyAddress(rest) }
    }
    return place.address === undefined ? undefined : readHall(place.address)
  })
  const byKey = new Map<string, { draft: ItemDraft; at: ClearAddress }[]>()
  drafts.forEach((draft, i) => {
    const at = found[i]
    if (at) byKey.set(at.key, [...(byKey.get(at.key) ?? []), { draft, at }])
  })
  const venues: Venue[] = []
  const venueOf = new Map<string, Venue>()
  const names = new Set<string>()
  for (const [key, members] of [...byKey].toSorted(
    (a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0], 'zh'),
  )) {
    const hall = mostCommon(members.map(({ at }) => at.hall)) ?? key
    const address = mostCommon(members.flatMap(({ at }) => (at.address === '' ? [] : [at.address])))
    const plain = fullName(hall, region)
    const name =
      names.has(plain) && address !== undefined ? `${plain}（${address.replace(/^.*[市区县]/u, '')}）` : plain
    names.add(plain)
    const hours = mostCommon(members.flatMap(({ draft }) => draft.place.hours ?? []))
    const venue = { id: id('v', key), name, level: levelOf(hall, region), ...present({ address, hours }) }
    venues.push(venue)
    venueOf.set(key, venue)
  }
  const counterDepartments = new Map<string, { counter: Counter; departments: Set<string> }>()
  const places = drafts.map(({ place, department }, i): HandlingPlace[] => {
    const at = found[i]
    const venue = at && venueOf.get(at.key)
    if (!at || !venue) {
      return place.address === undefined && place.hours === undefined
        ? []
        : [present({ address: place.address, hours: place.hours })]
    }
    const same = place.hours === undefined || schedule(place.hours) === schedule(venue.hours ?? '')
    const hours = same ? {} : present({ hours: place.hours })
    const isWindow =
      place.venueName !== undefined ? at.rest !== '' : /(?:窗口|专窗|专区|办理区)/u.test(at.rest)
    if (!isWindow)
      return [
        { venue: venue.id, ...present({ address: at.rest === '' ? undefined : place.address }), ...hours },
      ]
    const name = counterName(at.rest)
    const counterId = id('c', `${at.key} ${name}`)
    const entry = counterDepartments.get(counterId) ?? {
      counter: { id: counterId, venue: venue.id, name },
      departments: new Set<string>(),
    }
    entry.departments.add(department)
    counterDepartments.set(counterId, entry)
    return [{ venue: venue.id, counter: counterId, ...hours }]
  })
  const counters = [...counterDepartments.values()].map(({ counter, departments }): Counter => {
    const [only] = departments
    return departments.size === 1 && only !== undefined
      ? { ...counter, department: departmentId(only) }
      : counter
  })
  return { venues, counters, places }
}

/** What the list and the search need of an item, made once when its catalogue is stored. */
import { disclosureMask } from '#domain/catalogue/disclosure'
import type { ServiceItem } from '#domain/catalogue/types'
import type { ItemHead } from '#sync/services'

export function headOf(item: ServiceItem): ItemHead {
  const { code, name, department, pinyin, kind, handling, visits, ways, places, disclosures } = item
  const statutory = disclosures.statutoryLimit?.limit
  const promised = disclosures.promisedLimit?.limit
  const venues = [...new Set((places ?? []).flatMap(({ venue }) => venue ?? []))]
  return {
    code,
    name,
    department,
    pinyin,
    mask: disclosureMask(item),
    ...(kind === undefined ? {} : { kind }),
    ...(handling === undefined ? {} : { handling }),
    ...(statutory === undefined ? {} : { statutory }),
    ...(promised === undefined ? {} : { promised }),
    ...(venues.length === 0 ? {} : { venues }),
    ...(visits === undefined ? {} : { visits }),
    ...(ways === undefined ? {} : { ways }),
  }
}

import type { ServiceItem } from '#domain/catalogue/types'
import type { OneTimeNotice } from '#domain/cases/types'
import type { Services, StoredCatalogue } from '#sync/services'

/** The notice of `item` as disclosed today, of an item's whole list of materials. */
export function makeNotice(
  id: string,
  item: ServiceItem,
  catalogue: Pick<StoredCatalogue, 'region' | 'version' | 'departments'>,
  now: number,
): OneTimeNotice {
  return {
    id,
    region: catalogue.region.code,
    item: item.code,
    itemName: item.name,
    department:
      catalogue.departments.find((department) => department.id === item.department)?.name ?? item.department,
    catalogueVersion: catalogue.version,
    madeAt: new Date(now).toISOString(),
    materials: item.materials ?? [],
    ...(item.source ? { source: item.source.name } : {}),
  }
}

/** The id of the item's notice: one made today of the same catalogue is used again, with what is ticked on it. */
export async function keepNotice(
  services: Pick<Services, 'notices' | 'newId' | 'now'>,
  item: ServiceItem,
  catalogue: Pick<StoredCatalogue, 'region' | 'version' | 'departments'>,
): Promise<string> {
  const now = services.now()
  const day = new Date(now).toDateString()
  const kept = (await services.notices.list()).find(
    (notice) =>
      notice.item === item.code &&
      notice.region === catalogue.region.code &&
      notice.catalogueVersion === catalogue.version &&
      new Date(notice.madeAt).toDateString() === day,
  )
  if (kept) return kept.id
  const notice = makeNotice(services.newId(), item, catalogue, now)
  await services.notices.save(notice, [])
  return notice.id
}

/** What is said of a material beside its name, the same on the item's page, on a slip, in its picture and at the desk. */
import type { Material } from '#domain/catalogue/types'
import { m } from '../i18n/index.ts'

/** Form, originals and copies as published; '' where nothing of them is. */
export const materialFacts = ({ form, originals, copies }: Material): string =>
  [
    form,
    originals ? m.catalogue_material_originals({ count: originals }) : undefined,
    copies ? m.catalogue_material_copies({ count: copies }) : undefined,
  ]
    .filter(Boolean)
    .join(' · ')

/** The material in one line, for where there is no second one. */
export const materialLine = (material: Material): string => {
  const facts = [material.required === false && m.catalogue_material_optional(), materialFacts(material)]
  const more = facts.filter(Boolean).join(' · ')
  return more === '' ? material.name : `${material.name}（${more}）`
}

/** What is wrong with an edit of an item, at the field that it is wrong in. */
import { ITEM_EDIT_LIMITS } from '#contract/desk/catalogue-views'
import type { ItemEdit } from '#domain/catalogue/edit'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import { m } from '../../../i18n/index.ts'
import { refusedFields } from '../parts/refusal.ts'

export interface EditProblems {
  /** by field; that of the materials is about their list as a whole */
  fields: { [Field in keyof ItemEdit]?: string }
  /** by the place of the material in the list */
  materials: Record<number, string>
}
const TEXTS = [...DISCLOSURE_KEYS, 'consult', 'complaint'] as const satisfies readonly (keyof ItemEdit)[]

const tooLong = (text: string, max: number): string | undefined =>
  text.trim().length > max ? m.desk_too_long({ max }) : undefined

/** What could not be saved: a missing name, and what is too long or too many. Materials without a name are not sent. */
export function problemsOf(edit: ItemEdit): EditProblems {
  const problems: EditProblems = { fields: {}, materials: {} }
  for (const field of TEXTS) {
    const words =
      field === 'name' && edit.name.trim() === ''
        ? m.desk_catalogue_name_missing()
        : tooLong(edit[field], ITEM_EDIT_LIMITS[field])
    if (words !== undefined) problems.fields[field] = words
  }
  const max = ITEM_EDIT_LIMITS.materials
  if (sentMaterials(edit).length > max) problems.fields.materials = m.desk_catalogue_materials_many({ max })
  edit.materials.forEach(({ name }, at) => {
    const words = tooLong(name, ITEM_EDIT_LIMITS.material)
    if (words !== undefined) problems.materials[at] = words
  })
  return problems
}

/** The same of what the server would not take of this edit. */
export function refusedIn(error: unknown, edit: ItemEdit): EditProblems {
  const problems: EditProblems = { fields: {}, materials: {} }
  for (const path of refusedFields(error)) {
    const [root, field, at] = path.split('.')
    if (root !== 'edit' || field === undefined || !Object.hasOwn(edit, field)) continue
    const place = at === undefined ? undefined : sentMaterials(edit)[Number(at)]
    if (place === undefined) problems.fields[field as keyof ItemEdit] = m.desk_field_refused()
    else problems.materials[place] = m.desk_field_refused()
  }
  return problems
}

/** Places of the materials that are sent, in their order. */
const sentMaterials = ({ materials }: ItemEdit): number[] =>
  materials.flatMap(({ name }, at) => (name.trim() === '' ? [] : [at]))

export const anyProblem = ({ fields, materials }: EditProblems): boolean =>
  Object.keys(fields).length + Object.keys(materials).length > 0

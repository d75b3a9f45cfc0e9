/** Whether the place is there that a command names. */
import type { Catalogue } from '#domain/catalogue/types'
import type { Context } from '../context.ts'
import { loadCatalogue } from '../modules/catalogue/publish.ts'
import { readRegion } from '../modules/catalogue/repository.ts'
import { SAYS } from './admin-messages.ts'
import { CommandError } from './command.ts'

/** The region's newest catalogue; refuses where there is none. */
export async function catalogueOf(context: Context, region: string): Promise<Catalogue> {
  const catalogue = await loadCatalogue(context, region)
  if (!catalogue) throw new CommandError(SAYS.unknownRegion(region), 1)
  return catalogue
}

/** Refuses a department that the catalogue does not know. */
export function checkDepartment(catalogue: Catalogue, id: string | undefined): void {
  if (id !== undefined && !catalogue.departments.some((department) => department.id === id))
    throw new CommandError(SAYS.unknownDepartment(id), 1)
}

/** The office and the auditor may begin in a region of which nothing is published; a unit needs its department. */
export async function checkPlace(
  context: Context,
  region: string,
  department: string | undefined,
): Promise<void> {
  if (department !== undefined) checkDepartment(await catalogueOf(context, region), department)
  else if (!(await readRegion(context.db, region))) throw new CommandError(SAYS.unknownRegion(region), 1)
}

/** The checklists that ship with the product. A version once shipped stays: sealed records name it. */
import hall1 from './hall-checklist.1.json'
import type { Checklist } from './types.ts'

/**
 * 政务服务大厅检查表. A cast, not a parse: the file is part of the build, and a test parses it with `parseChecklist`;
 * parsing it on every start would bring the schema to every phone.
 */
export const HALL_CHECKLIST: Checklist = hall1 as unknown as Checklist

const SHIPPED: readonly Checklist[] = [HALL_CHECKLIST]

/** The shipped checklist of that id and version, if there is one. */
export function checklistOf(id: string, version: number): Checklist | undefined {
  return SHIPPED.find((checklist) => checklist.id === id && checklist.version === version)
}

/** The checklist that a new inspection takes, by name: its content is data, read when it is needed. */
export const CURRENT_CHECKLIST = { id: 'hall', version: 1 } as const

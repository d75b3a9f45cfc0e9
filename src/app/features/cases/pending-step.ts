import type { CitizenAction } from '#domain/cases/types'
import type { FiledRecord } from '#sync/services'

/** A citizen's step on a case that has not reached the server. */
export interface PendingStep {
  record: FiledRecord
  type: CitizenAction['type']
}

interface StepPayload {
  caseId: string
  action: CitizenAction
}

/** The newest undelivered step on a case, if there is one. */
export function pendingStep(records: readonly FiledRecord[], caseId: string): PendingStep | undefined {
  const record = records.find(
    (known) =>
      known.type === 'case.act' && !known.delivered && (known.payload as StepPayload).caseId === caseId,
  )
  return record && { record, type: (record.payload as StepPayload).action.type }
}

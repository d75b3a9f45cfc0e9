import type { CaseSummary } from '#contract/desk/cases'
import type { CaseStatus } from '#domain/cases/types'

type BulkStep = 'accept' | 'assign' | 'close'
const FROM: Record<BulkStep, readonly CaseStatus[]> = {
  accept: ['submitted'],
  assign: ['accepted'],
  close: ['declined', 'answered', 'confirmed'],
}

/** Steps that at least one of the cases could go; the server decides of each by itself. */
export const bulkSteps = (cases: readonly Pick<CaseSummary, 'status'>[]): Set<BulkStep> =>
  new Set(
    (Object.keys(FROM) as BulkStep[]).filter((step) =>
      cases.some(({ status }) => FROM[step].includes(status)),
    ),
  )

/** The sample district files as a phone would, only that the server's clock stands in the past. */
import type { Operation, OperationPayload, OperationType } from '#contract/sync'
import type { Context } from '../../context.ts'
import { applyOperation } from '../sync/apply.ts'

/** Files `payload` as taken in at `at`. Throws when the server would refuse it: the sample is no exception. */
export async function fileOperation<T extends OperationType>(
  context: Context,
  request: { type: T; payload: OperationPayload<T>; entity: string; at: Date },
): Promise<void> {
  const { type, payload, entity, at } = request
  const operation: Operation = {
    id: payload.id,
    type,
    entity,
    savedAt: at.toISOString(),
    payload,
    attachments: [],
  }
  const result = await applyOperation({ ...context, now: () => at }, operation, at)
  if (result.status === 'refused' || result.status === 'conflict') {
    throw new Error(
      `sample ${type} refused: ${result.code} ${result.message} ${JSON.stringify(result.details ?? '')}`,
    )
  }
}

/** Runs the jobs, `width` at a time; the database commits together what comes together. */
export async function together(jobs: readonly (() => Promise<void>)[], width = 8): Promise<void> {
  const left = jobs.values()
  const worker = async () => {
    for (const job of left) await job()
  }
  await Promise.all(Array.from({ length: width }, worker))
}

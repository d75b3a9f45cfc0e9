/** Two windows of one phone may hold the same draft open: what either saves must build on what lies there. */
import { ServiceError } from '#sync/services'

/**
 * Inside the transaction that saves a draft.
 * @param since when the draft that the window knows was saved (ISO instant); undefined for one never saved
 * @throws ServiceError `conflict` when another window has saved, filed, sealed or discarded it meanwhile
 */
export function assertBase(stored: { updatedAt: string } | undefined, since: string | undefined): void {
  if (stored?.updatedAt !== since) throw new ServiceError('conflict', 'changed in another window')
}

/** What becomes of outbox entries, written within one transaction. */
import type { IDBPTransaction } from 'idb'
import type { Settlement } from '#sync/ports'
import type { MingchaDb } from './schema.ts'

type SettlingTransaction = IDBPTransaction<MingchaDb, ('outbox' | 'filed')[], 'readwrite'>
type Outcome<Kind extends Settlement['outcome']> = Extract<Settlement, { outcome: Kind }>

/** Each outcome stored; one of an entry that is no longer there changes nothing. */
export async function settleInto(tx: SettlingTransaction, settlements: readonly Settlement[]): Promise<void> {
  const delivered = settlements.filter((one): one is Outcome<'delivered'> => one.outcome === 'delivered')
  const others = settlements.filter((one) => one.outcome !== 'delivered')
  await Promise.all([deliver(tx, delivered), ...others.map((one) => keep(tx, one))])
}

/** Entry and mark on the filed record, in as few requests as can be: each costs the browser about the same. */
async function deliver(tx: SettlingTransaction, delivered: readonly Outcome<'delivered'>[]): Promise<void> {
  const outbox = tx.objectStore('outbox')
  const filed = tx.objectStore('filed')
  const receivedAt = new Map(delivered.map((one) => [one.id, one.receivedAt]))
  const ids = [...receivedAt.keys()].sort()
  const [first, last] = [ids[0], ids[ids.length - 1]]
  if (first === undefined || last === undefined) return

  // Ids grow with time, so what was filed one after the other stands together.
  const range = IDBKeyRange.bound(first, last)
  const [there, between] = await Promise.all([outbox.getAllKeys(range), filed.count(range)])
  const leaving = there.filter((id) => receivedAt.has(id))
  const records =
    between <= 2 * ids.length
      ? await filed.getAll(range)
      : (await Promise.all(leaving.map((id) => filed.get(id)))).flatMap((record) => record ?? [])
  const known = new Set(leaving)
  const marks = records.flatMap((record) => {
    const at = receivedAt.get(record.id)
    return at === undefined || !known.has(record.id) ? [] : { ...record, delivered: { receivedAt: at } }
  })
  await Promise.all([
    ...(leaving.length === there.length ? [outbox.delete(range)] : leaving.map((id) => outbox.delete(id))),
    ...marks.map((mark) => filed.put(mark)),
  ])
}

async function keep(tx: SettlingTransaction, settlement: Settlement): Promise<void> {
  const outbox = tx.objectStore('outbox')
  const entry = await outbox.get(settlement.id)
  // Removed by its author in the meantime: then there is nothing to settle.
  if (!entry) return
  if (settlement.outcome === 'failed') {
    const { attempts, notBefore, lastFailure } = settlement
    await outbox.put({ ...entry, attempts, notBefore, lastFailure })
  } else if (settlement.outcome === 'refused') {
    await outbox.put({ ...entry, state: 'needsAttention', refusal: settlement.refusal })
  }
}

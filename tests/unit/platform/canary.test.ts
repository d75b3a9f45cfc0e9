import { describe, expect, it, vi } from 'vitest'
import { forgetLoss, watchKept } from '#platform/canary'
import { createDrafts } from '#platform/drafts'
import { entry } from '../sync/entries.ts'
import { filingOn, phone, type Phone } from './phone.ts'

const NOW = Date.parse('2026-11-23T08:00:00Z')
let ids = 0
const newId = () => `birth-${++ids}`

/** `localStorage` as far as it is used. */
function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: () => null,
    get length() {
      return kept.size
    },
  }
}
const watch = (p: Phone, local: Storage) => watchKept(p.database, p.changes, local, newId, () => NOW)

/** Two records and a draft, and the time that the count of them takes. */
async function fill(p: Phone, local: Storage): Promise<void> {
  for (const n of [1, 2]) {
    const { id, payload } = entry(n)
    await filingOn(p).file({ type: 'rating.submit', payload, entity: id, attachments: [], title: 't' })
  }
  const at = new Date(NOW).toISOString()
  const draft = { id: 'd', kind: 'case' as const, createdAt: at, updatedAt: at, data: {}, photos: [] }
  await createDrafts(p.database, p.changes, () => NOW, new Set()).put(draft)
  await vi.waitFor(() => expect(local.getItem('mingcha.kept')).toContain('"records":2,"unsent":2,"drafts":1'))
}

async function deleted(p: Phone): Promise<Phone> {
  await p.close()
  await new Promise((resolve) => (indexedDB.deleteDatabase(p.name).onsuccess = resolve))
  return phone(p.name)
}

describe('the canary', () => {
  it('says what was here when the database is gone, until that was read', async () => {
    const local = storage()
    const p = phone()
    expect(await watch(p, local)).toBeUndefined()
    await fill(p, local)
    const after = await deleted(p)
    const loss = { records: 2, unsent: 2, drafts: 1, at: new Date(NOW).toISOString() }
    expect(await watch(after, local)).toEqual(loss)
    await after.close()
    const later = phone(p.name)
    expect(await watch(later, local)).toEqual(loss)
    forgetLoss(local)
    await later.close()
    const last = phone(p.name)
    expect(await watch(last, local)).toBeUndefined()
    await last.close()
  })

  it('is silent after a restart, and when nothing was lost with the database', async () => {
    const local = storage()
    const p = phone()
    await watch(p, local)
    await p.close()
    const empty = await deleted(p)
    expect(await watch(empty, local)).toBeUndefined()
    await fill(empty, local)
    await empty.close()
    const restarted = phone(p.name)
    expect(await watch(restarted, local)).toBeUndefined()
    await restarted.close()
  })

  it('keeps nothing but numbers and a mark outside the database', async () => {
    const local = storage()
    const p = phone()
    await watch(p, local)
    await fill(p, local)
    expect(Object.keys(JSON.parse(local.getItem('mingcha.kept') ?? '') as object).sort()).toEqual([
      'at',
      'birth',
      'drafts',
      'records',
      'unsent',
    ])
    await p.close()
  })
})

import { describe, expect, it } from 'vitest'
import type { PushWishes } from '#contract/push'
import { uuidv7 } from '#domain/receipts/id'
import { CODE, office, phone, PIN, VISIT } from './phone.ts'

const id = (n: number) => uuidv7(Date.parse('2026-11-23T06:30:00Z') + n, new Uint8Array(16).fill(n))
const outcome = (n: number, status: 'received' | 'moreRequested' | 'substantiated', note?: string) => ({
  id: id(n),
  receivedAt: '2026-11-23T06:31:00.000Z',
  score: 96,
  status,
  ...(note === undefined ? {} : { note }),
})

async function enrolled() {
  const server = office()
  const mine = phone(server.transport)
  await mine.desk.enrol(CODE, PIN)
  const refresh = async () => {
    await mine.desk.refreshVisits()
    await mine.desk.refreshOutcomes()
    return (await mine.desk.unseen()).sort()
  }
  return { server, mine, refresh }
}

describe('what is new on a supervisor’s phone', () => {
  it('is each open visit and each step of the office, until it was looked at', async () => {
    const { server, mine, refresh } = await enrolled()
    server.state.outcomes = [outcome(1, 'received'), outcome(2, 'substantiated', '属实')]
    expect(await refresh()).toEqual([VISIT.id, id(2)].sort())
    await mine.desk.see([VISIT.id, id(2)])
    expect(await mine.desk.unseen()).toEqual([])
    expect(await mine.tab().unseen(), 'a reload remembers').toEqual([])
    server.state.outcomes = [outcome(1, 'moreRequested', '哪个窗口？'), outcome(2, 'substantiated', '属实')]
    expect(await refresh()).toEqual([id(1)])
    await mine.desk.see([id(1)])
    server.state.outcomes = [outcome(1, 'moreRequested', '什么时间？')]
    expect(await refresh(), 'asked something else').toEqual([id(1)])
  })

  it('is known without the PIN, and nothing of it is remembered that could be read', async () => {
    const { server, mine, refresh } = await enrolled()
    server.state.outcomes = [outcome(1, 'moreRequested', '哪个窗口？')]
    mine.desk.lock()
    expect(await refresh()).toEqual([VISIT.id, id(1)].sort())
    await mine.desk.see([id(1)])
    const db = await mine.database.open()
    expect(await db.get('supervisor', 'seen')).toEqual({
      [id(1)]: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    server.state.outcomes = []
    await refresh()
    await mine.desk.see([])
    expect(await db.get('supervisor', 'seen')).toEqual({})
  })
})

describe('being told of it', () => {
  const wishes: PushWishes = {
    target: { endpoint: 'https://push.example.org/1', keys: { p256dh: 'p', auth: 'a' } },
    locale: 'zh',
    quiet: { from: '22:00', until: '07:00' },
  }

  it('is off at first, and the server hears of it with this phone’s proof', async () => {
    const { server, mine } = await enrolled()
    expect(await mine.desk.told()).toEqual({ on: false, quiet: wishes.quiet })
    await mine.desk.tell({ ...wishes, quiet: null }, true)
    expect(server.state.push).toEqual([['/api/v1/supervisor/push', { ...wishes, quiet: null }]])
    expect(await mine.tab().told()).toEqual({ on: true, quiet: null })
    await mine.desk.tell(wishes, false)
    expect(server.state.push.at(-1)).toEqual([
      '/api/v1/supervisor/push/end',
      { endpoint: wishes.target.endpoint },
    ])
    expect(await mine.desk.told()).toMatchObject({ on: false })
  })

  it('stays as it was where the server could not be asked', async () => {
    const { server, mine } = await enrolled()
    server.state.down = true
    await expect(mine.desk.tell(wishes, true)).rejects.toMatchObject({ code: 'network' })
    expect(await mine.desk.told()).toMatchObject({ on: false })
  })
})

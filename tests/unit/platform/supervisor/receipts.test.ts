/** The server's receipts on the phone whose records they are for: kept, and only ever added to. */
import { describe, expect, it } from 'vitest'
import { RECEIPT_JWS_TYPE, type EvidenceReceipt } from '#domain/inspections/receipt'
import { uuidv7 } from '#domain/receipts/id'
import { signAs, signer } from '../../domain/inspections/exported.ts'
import { CODE, office, phone, PIN } from './phone.ts'

const AT = Date.parse('2026-11-23T06:30:00Z')
const id = (n: number) => uuidv7(AT + n, new Uint8Array(16).fill(n))
const outcome = (n: number) => ({
  id: id(n),
  status: 'received' as const,
  receivedAt: '2026-11-23T06:31:00.000Z',
  score: 96,
})

async function enrolled() {
  const server = office()
  const mine = phone(server.transport)
  const { device } = await mine.desk.enrol(CODE, PIN)
  const { listed, privateKey } = await signer()
  const receipt = (number: number, about: Pick<EvidenceReceipt, 'of' | 'id' | 'inspection' | 'sequence'>) =>
    signAs(
      { ...about, device, number, hash: 'a'.repeat(64), receivedAt: '2026-11-23T06:31:00.000Z' },
      { id: listed.id, privateKey },
      RECEIPT_JWS_TYPE,
    )
  const receipts = await Promise.all([
    receipt(1, { of: 'inspection', id: id(1), sequence: 1 }),
    receipt(2, { of: 'inspection', id: id(2), sequence: 2 }),
    receipt(3, { of: 'reply', id: id(9), inspection: id(1) }),
  ])
  server.state.outcomes = [outcome(1), outcome(2), outcome(3)]
  server.state.receipts = { [device]: receipts.slice(0, 2) }
  const kept = async () => (await mine.desk.outcomes()).map((one) => one.receipts)
  return { server, mine, device, receipts, kept, desk: mine.desk }
}

describe('receipts on the phone', () => {
  it('stand with the inspections they are about, and only new ones are asked for', async () => {
    const { server, device, receipts, kept, desk } = await enrolled()
    expect((await desk.refreshOutcomes()).map((one) => one.receipts)).toEqual([
      [receipts[0]],
      [receipts[1]],
      [],
    ])
    server.state.receipts = { [device]: receipts }
    await desk.refreshOutcomes()
    expect(await kept()).toEqual([[receipts[0], receipts[2]], [receipts[1]], []])
    await desk.refreshOutcomes()
    expect(server.state.askedAfter).toEqual([0, 2, 3])
  })

  it('stay when the server no longer has them, and without a network', async () => {
    const { server, receipts, kept, desk, mine } = await enrolled()
    await desk.refreshOutcomes()
    server.state.receipts = {}
    await desk.refreshOutcomes()
    server.state.down = true
    await expect(desk.refreshOutcomes()).rejects.toThrow()
    expect(await kept()).toEqual([[receipts[0]], [receipts[1]], []])
    expect((await mine.tab().outcomes())[0]?.receipts, 'a reload remembers').toEqual([receipts[0]])
  })

  it('stay when the phone is enrolled anew, and the new device asks from the beginning', async () => {
    const { server, mine, receipts, desk } = await enrolled()
    await desk.refreshOutcomes()
    server.state.used = ''
    mine.pass(60_000)
    const { device } = await desk.enrol(CODE, PIN)
    server.state.receipts = { [device]: [] }
    expect((await desk.refreshOutcomes()).map((one) => one.receipts)).toEqual([
      [receipts[0]],
      [receipts[1]],
      [],
    ])
    expect(server.state.askedAfter.at(-1)).toBe(0)
  })

  it('are no news, and what the office says is heard without them', async () => {
    const { server, desk } = await enrolled()
    const judged = { ...outcome(1), status: 'substantiated' as const }
    server.state.outcomes = [judged]
    const { receipts } = server.state
    server.state.receipts = undefined
    expect(await desk.refreshOutcomes()).toEqual([{ ...judged, receipts: [] }])
    expect(await desk.unseen()).toContain(id(1))
    await desk.see([id(1)])
    server.state.receipts = receipts
    expect((await desk.refreshOutcomes())[0]?.receipts).toHaveLength(1)
    expect(await desk.unseen()).not.toContain(id(1))
  })

  it('of the wrong form are kept and stand with nothing', async () => {
    const { server, device, desk } = await enrolled()
    server.state.receipts = { [device]: ['no receipt', 'a.b.c'] }
    expect((await desk.refreshOutcomes()).map((one) => one.receipts)).toEqual([[], [], []])
  })
})

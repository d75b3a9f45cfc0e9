import { describe, expect, it } from 'vitest'
import { readInspectionReply } from '#contract/inspections'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { utf8 } from '#domain/inspections/encoding'
import { openJws } from '#domain/inspections/jws'
import { unsealedRecord } from '#domain/inspections/record'
import { REPLY_JWS_TYPE } from '#domain/inspections/reply'
import { uuidv7 } from '#domain/receipts/id'
import { createChanges } from '#platform/changes'
import { createOutboxStore } from '#platform/outbox-store'
import { due } from '#sync/plan'
import { verifySignature } from '../../domain/inspections/chain.ts'
import { CODE, dump, inspection, office, phone, PIN, type Phone } from './phone.ts'

const id = (n: number) => uuidv7(Date.parse('2026-11-23T06:30:00Z') + n, new Uint8Array(16).fill(n))
const QUESTION = '哪个窗口？什么时间？'
const WORDS = '三号窗口，上午九点到九点半'
const reply = (n = 2) => ({ id: id(n), inspection: id(1), question: QUESTION, text: WORDS })

async function enrolled() {
  const server = office()
  const mine = phone(server.transport)
  const profile = await mine.desk.enrol(CODE, PIN)
  const draft = inspection(id(1), {})
  await mine.desk.seal(unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'off' }), '示例大厅', draft.id)
  return { mine, profile, server }
}
const putDraft = (mine: Phone) =>
  mine.desk.drafts.put({
    id: id(2),
    kind: 'reply',
    createdAt: '2026-11-23T06:30:00.000Z',
    updatedAt: '2026-11-23T06:30:00.000Z',
    data: { inspection: id(1), question: QUESTION, text: WORDS },
    photos: [],
  })
const entriesOf = (mine: Phone) => createOutboxStore(mine.database, createChanges('sent')).entries()

describe('a supervisor’s reply', () => {
  it('takes its draft’s place in the outbox, signed by this phone, behind the record that it is about', async () => {
    const { mine, profile, server } = await enrolled()
    await putDraft(mine)
    const before = server.state.requests
    const record = await mine.desk.reply(reply(), '示例大厅')
    expect(server.state.requests, 'no network is asked').toBe(before)
    expect(record).toMatchObject({ type: 'inspection.reply', title: '示例大厅', entry: { state: 'queued' } })
    expect(await mine.desk.drafts.list('reply')).toEqual([])
    const entries = await entriesOf(mine)
    expect(entries.map(({ type, entity }) => [type, entity])).toEqual([
      ['inspection.submit', id(1)],
      ['inspection.reply', id(1)],
    ])
    expect(due(entries, mine.clock.now, true).map(({ type }) => type)).toEqual(['inspection.submit'])

    const { payload } = entries[1]!
    expect(Object.keys(payload).sort()).toEqual(['device', 'id', 'inspection', 'jws'])
    const opened = openJws('jws' in payload ? payload.jws : '', REPLY_JWS_TYPE)
    if ('invalid' in opened) throw new Error(opened.invalid)
    expect(opened).toMatchObject({ signer: profile.device, canonical: true })
    expect(readInspectionReply(opened.payload)).toEqual({
      ...reply(),
      repliedAt: new Date(mine.clock.now).toISOString(),
    })
    const { publicKey } = server.devices.get(profile.device)!
    expect(await verifySignature(publicKey as never, utf8(opened.signed), opened.signature)).toBe(true)
  })

  it('lies on the phone only encrypted, as a draft and when it waits, and needs no PIN to be sent', async () => {
    const { mine } = await enrolled()
    const readable = async () => {
      const all = await dump(mine.database)
      const base64 = (words: string) =>
        [0, 1, 2].map((shift) =>
          Buffer.from(`${' '.repeat(shift)}${words}`)
            .toString('base64url')
            .slice(4, -4),
        )
      const words = [WORDS, QUESTION, '示例大厅']
      return words.flatMap((word) => [word, ...base64(word)]).filter((form) => all.includes(form))
    }
    await putDraft(mine)
    expect(await readable()).toEqual([])
    await mine.desk.reply(reply(), '示例大厅')
    expect(await readable()).toEqual([])
    mine.desk.lock()
    expect((await entriesOf(mine))[1]?.payload).toMatchObject({ id: id(2), inspection: id(1) })
    await expect(mine.desk.drafts.list('reply')).rejects.toMatchObject({ code: 'locked' })
  })

  it('is filed once, by two tabs too, and never while locked', async () => {
    const { mine } = await enrolled()
    const other = mine.tab()
    await other.unlock(PIN)
    const [one, two] = await Promise.all([
      mine.desk.reply(reply(), '示例大厅'),
      other.reply({ ...reply(), text: '别的话' }, '示例大厅'),
    ])
    expect(one.payload).toEqual(two.payload)
    expect(await entriesOf(mine)).toHaveLength(2)
    mine.desk.lock()
    await expect(mine.desk.reply(reply(3), '示例大厅')).rejects.toMatchObject({ code: 'locked' })
    expect(await entriesOf(mine)).toHaveLength(2)
  })

  it('can be signed whatever was typed: half an emoji, a NUL', async () => {
    const { mine } = await enrolled()
    const record = await mine.desk.reply({ ...reply(), text: '好\uD83D\0' }, '示例大厅')
    const opened = openJws('jws' in record.payload ? record.payload.jws : '', REPLY_JWS_TYPE)
    expect('payload' in opened && opened.payload).toMatchObject({ text: '好\uFFFD\uFFFD' })
  })

  it('goes as a draft when the phone is enrolled anew, and is sent when it was filed', async () => {
    const { mine, server } = await enrolled()
    await mine.desk.reply(reply(3), '示例大厅')
    await putDraft(mine)
    server.state.used = ''
    await mine.desk.enrol(CODE, '135790')
    expect(await mine.desk.drafts.list('reply')).toEqual([])
    expect((await entriesOf(mine)).map(({ id: one }) => one)).toEqual([id(1), id(3)])
  })
})

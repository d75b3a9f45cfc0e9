/** `npm run verify` on files: what it says of receipts, of what was cut off, and of receipts kept elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvidenceFile } from '#contract/inspections'
import { exportContents, EXPORT_JWS_TYPE } from '#domain/inspections/export-statement'
import { publishedKeys, rotateSigningKey, signWith } from '../../src/server/modules/evidence/keys.ts'
import { receiptsAfter } from '../../src/server/modules/evidence/receipts.ts'
import { EVIDENCE_PORTS } from '../../src/server/modules/inspections/evidence-ports.ts'
import { exportEvidence } from '../../src/server/modules/inspections/evidence.ts'
import { takeOfficeStep } from '../../src/server/modules/inspections/office-steps.ts'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import { Phone, postJson, publishRegion, REGION, send } from '../support/filing.ts'
import { testServer } from '../support/server.ts'
import { verifyCli, type VerifyCli } from '../support/verify-cli.ts'

const QUESTION = '哪个窗口？'
let cli: VerifyCli
afterAll(() => cli.remove())

/** The file as it is without the server's signature over it. */
function withoutSeal({ format, version, exportedAt, devices, records, ...file }: EvidenceFile): EvidenceFile {
  const { replies = [], keys: listed = [], receipts = [] } = file
  return { format, version, exportedAt, devices, records, replies, keys: listed, receipts }
}

/** What one phone and its office have: exports of before and after, the phone's receipts, the published keys. */
let early: EvidenceFile
let whole: EvidenceFile
let onPhone: string[]
let keys: Awaited<ReturnType<typeof publishedKeys>>
/** made by the server itself, as if the newest record had never come */
let silent: EvidenceFile
let sealed: string[]

beforeAll(async () => {
  cli = await verifyCli()
  const server = await testServer()
  const { context, url } = server
  try {
    await publishRegion(context)
    const { code } = await appointSupervisor(context, { region: REGION, name: '证人' })
    const phone = new Phone()
    await postJson(`${url}/api/v1/supervisor/enrol`, phone.enrolment(code))
    const days = new Date(Date.now() - 12 * 86_400_000).toISOString()
    const records = [
      phone.inspection({ startedAt: days, sealedAt: days }),
      phone.inspection(),
      phone.inspection(),
    ]
    sealed = records.map(({ id }) => id)
    await send(url, records[0])
    const now = new Date()
    await takeOfficeStep(context, context.db, sealed[0]!, { type: 'ask', question: QUESTION }, { now })
    await send(url, phone.reply(sealed[0]!, QUESTION, '1号窗口。'))
    await send(url, records[1])
    early = await exportEvidence(context, REGION, { photos: false })
    await rotateSigningKey(context.db, () => new Date())
    await send(url, records[2])
    whole = await exportEvidence(context, REGION, { photos: false })
    onPhone = await receiptsAfter(context.db, phone.device, 0)
    keys = await publishedKeys(context.db)
    const cut: EvidenceFile = {
      ...withoutSeal(whole),
      devices: whole.devices.map((device) => ({ ...device, sealed: 2 })),
      records: whole.records.slice(0, 2),
      receipts: whole.receipts!.slice(0, 3),
    }
    const contents = await exportContents(cut, EVIDENCE_PORTS.sha256)
    const statement = { ...contents, region: REGION, exportedAt: cut.exportedAt }
    silent = { ...cut, seal: await signWith(context.db, keys[0]!.id, statement, EXPORT_JWS_TYPE) }
  } finally {
    await server.close()
  }
}, 180_000)

describe('an export by itself', () => {
  it('is all good, signed by a key to compare, and a late record is told of without blame', async () => {
    const { code, output } = await cli.verify(cli.file(whole))
    expect(output).toContain('3 records and 1 reply of 1 phone, 0 photos and 4 receipts, all good')
    expect(output).toContain(`signed by the server: region ${REGION}`)
    expect(output).toContain(`key ${keys[0]!.id} (compare it with what the server publishes`)
    expect(output).toMatch(new RegExp(`record 1 ${sealed[0]}: received 12 d .*after it says it was sealed`))
    expect(code).toBe(0)
  })

  it('of an older version is good too, and says what it lacks, in both languages', async () => {
    const { format, version, exportedAt, devices, records } = whole
    const older = cli.file({ format, version, exportedAt, devices, records })
    const english = await cli.verify(older)
    expect(english.output).toContain('The file carries no receipts and no signature of the server')
    expect(english.code).toBe(0)
    const chinese = await cli.verify(older, [], 'zh_CN.UTF-8')
    expect(chinese.output).toContain('这份文件不带收件回执，也没有服务器签名')
    expect(chinese.code).toBe(0)
  })

  it('of which something is gone or changed says what, and where', async () => {
    const cut = { ...whole, records: whole.records.slice(0, 2), receipts: whole.receipts!.slice(0, 3) }
    const unsigned = withoutSeal(whole)
    const cases: [unknown, string[]][] = [
      [
        cut,
        ['the server signed for 3 records of this phone', 'the file holds 2 [truncated]', '[sealMismatch]'],
      ],
      [
        { ...whole, receipts: whole.receipts!.toSpliced(2, 1) },
        ['record 2 (number 2 of its phone)', '[receiptMissing]'],
      ],
      [{ ...whole, replies: [] }, ['[notInFile]', '1 replies of this phone; the file holds 0 [truncated]']],
      [unsigned, ['[sealMissing]']],
      [{ ...whole, exportedAt: early.exportedAt }, ['says it was exported', '[sealMismatch]']],
    ]
    for (const [file, words] of cases) {
      const { code, output } = await cli.verify(cli.file(file))
      for (const word of words) expect(output).toContain(word)
      expect(code).toBe(1)
    }
  })
})

describe('an export and what somebody has beside it', () => {
  it('is told apart by the receipts of a phone when the server itself left out the newest record', async () => {
    const path = cli.file(silent)
    expect((await cli.verify(path)).code, 'from the file alone it cannot be told').toBe(0)
    const receipts = cli.file(`# 收件回执\n${onPhone.join('\n')}\n`)
    const { code, output } = await cli.verify(path, ['--receipt', receipts])
    expect(output).toContain(
      `✓ the record ${sealed[1]} (number 2 of its phone) that the receipt is for is in the file`,
    )
    expect(output).toMatch(new RegExp(`✗ receipt 4 of those given .*${sealed[2]}.*\\[notInFile\\]`))
    expect(code).toBe(1)
    const chinese = await cli.verify(path, ['--receipt', onPhone[3]!], 'zh_CN.UTF-8')
    expect(chinese.output).toContain('服务器出具过收件回执，文件里却没有这一条')
    expect(chinese.code).toBe(1)
  })

  it('confirms receipts as text, and those of an earlier export', async () => {
    const path = cli.file(whole)
    const text = await cli.verify(path, ['--receipt', onPhone[3]!])
    expect(text.output).toContain(`✓ the record ${sealed[2]} (number 3 of its phone)`)
    expect(text.code).toBe(0)
    const earlier = await cli.verify(path, ['--receipt', cli.file(early)])
    expect(earlier.output.match(/that the receipt is for is in the file/g)).toHaveLength(3)
    expect(earlier.code).toBe(0)
    // The other way round: the export is older than the receipts, one of them by a key it cannot know.
    const older = await cli.verify(cli.file(early), ['--receipt', onPhone[3]!])
    expect(older.output).toContain('[receiptBadSignature]')
    const known = ['--receipt', onPhone[3]!, '--server-key', cli.file({ keys })]
    const { code, output } = await cli.verify(cli.file(early), known)
    expect(output).toContain('[newerThanFile]')
    expect(code).toBe(1)
  })

  it('is believed by published keys only, where they are given', async () => {
    const path = cli.file(whole)
    const published = await cli.verify(path, ['--server-key', cli.file({ keys })])
    expect(published.output).toContain(`key ${keys[0]!.id}\n`)
    expect(published.code).toBe(0)
    const ids = keys.flatMap(({ id }) => ['--server-key', id])
    expect((await cli.verify(path, ids)).code).toBe(0)
    const other = await cli.verify(path, ['--server-key', 'A'.repeat(43)])
    expect(other.output).toContain('[keyForeign]')
    expect(other.code).toBe(1)
    const hyphen = await cli.verify(path, ['--server-key', `-${'A'.repeat(42)}`])
    expect(hyphen.output, 'one id in 64 begins so').toContain('[keyForeign]')
    expect(hyphen.code).toBe(1)
    const { format, version, exportedAt, devices, records } = whole
    const stripped = await cli.verify(cli.file({ format, version, exportedAt, devices, records }), ids)
    expect(stripped.output).toContain('[sealMissing]')
    expect(stripped.code).toBe(1)
  })

  it('says so when what was given is no receipt and no key', async () => {
    const path = cli.file(whole)
    const nothing = cli.file('')
    for (const given of [
      ['--receipt', 'hello'],
      ['--receipt', cli.file({ ...early, receipts: [] })],
      ['--server-key', nothing],
    ]) {
      const { code, output } = await cli.verify(path, given)
      expect(output).toMatch(/There is no receipt in|is neither the id of a key/)
      expect(code).toBe(2)
    }
  })
})

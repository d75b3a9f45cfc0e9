/**
 * A supervisor's visit: enrol with a one-time code, record an inspection inside the hall with no network — three
 * photos, the board on the wall against the catalogue — seal it; the browser is killed; reopened with the network
 * back it is delivered once, and anyone can verify its signature from an export. So goes the reply to the office's
 * question about it.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { answerAll, appoint, askAbout, enrol, unlock } from '../support/inspection.ts'
import { journey } from '../support/journey.ts'
import { found } from '../support/profile-search.ts'

const test = journey()

const REPLY = 'Reply8Marker55Bandicoot'
interface Reply {
  text: string
  signed: boolean
}
const REPLIES = `select e.event ->> 'text' as text, r.jws is not null as signed
  from inspection_events e left join inspection_replies r on r.inspection = e.inspection and r.seq = e.seq
  where e.inspection = $1 and e.type = 'reply'`

test('an inspection sealed offline survives the browser’s death, arrives once and verifies', async ({
  server,
  line,
  visitor,
}) => {
  const { page, profile } = visitor
  await enrol(visitor, await appoint(server))
  await page.getByRole('button', { name: '抽取一次' }).click()
  await page
    .getByText(/前完成/)
    .first()
    .waitFor()

  await visitor.unplug()
  await page.locator('a[href*="/me/supervisor/new?visit="]').first().click()
  await page.getByRole('button', { name: '不记录' }).click()
  await page.getByRole('button', { name: '开始记录' }).click()
  await page.waitForURL(/\/me\/supervisor\/i\//)

  expect(await answerAll(page, 3)).toBe(3)
  await page.getByRole('button', { name: '封存并签名' }).click()
  await page.getByRole('button', { name: '封存', exact: true }).click()
  await page.waitForURL(/\/me\/supervisor\/r\//)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const number = (await page.locator('.sealed-number').textContent()) ?? ''
  expect(number).toMatch(/^AF-/)

  await visitor.die()
  expect(await server.query('select 1 from inspections where id = $1', [id])).toHaveLength(0)

  line.on()
  const reopened = await visitor.coldStart('/me')
  await expect
    .poll(() => server.query('select 1 from inspections where id = $1', [id]), { timeout: 60_000 })
    .toHaveLength(1)
  const [row] = await server.query<{
    chain: string
    record: { photos: unknown[]; answers: Record<string, { kind: string; value?: unknown }> }
  }>('select chain, record from inspections where id = $1', [id])
  expect(row?.chain).toBe('whole')
  expect(row?.record.photos).toHaveLength(3)
  expect(
    Object.values(row?.record.answers ?? {}).find(({ kind }) => kind === 'itemCheck')?.value,
  ).toHaveLength(3)
  expect(await server.query('select 1 from operations where id = $1', [id])).toHaveLength(1)

  // Its author reads it again, behind the PIN, and sees what became of it.
  await visitor.open('/me/supervisor')
  await unlock(reopened)
  await reopened.locator(`a[href$="/me/supervisor/r/${id}"]`).click()
  await reopened.getByText(number).first().waitFor()

  // The office asks; the answer is written where there is no network, and arrives once, with the phone's proof.
  await askAbout(server, id ?? '', '哪个窗口？')
  await visitor.open('/me/supervisor')
  await unlock(reopened)
  await reopened.getByText('哪个窗口？').waitFor()
  await visitor.unplug()
  await reopened.locator(`a[href$="/me/supervisor/r/${id}"]`).click()
  await reopened.getByLabel('补充说明').fill(REPLY)
  await reopened.getByText('已加密保存在本机').waitFor()
  expect(found(profile, [REPLY])).toEqual([])
  await reopened.getByRole('button', { name: '签名并送出' }).click()
  await reopened.getByText('您的补充说明').waitFor()
  await visitor.die()
  expect(found(profile, [REPLY])).toEqual([])
  line.on()
  const again = await visitor.coldStart('/me')
  const replies = () => server.query<Reply>(REPLIES, [id])
  await expect.poll(replies, { timeout: 60_000 }).toMatchObject([{ text: REPLY, signed: true }])
  await visitor.open(`/me/supervisor/r/${id}`)
  await unlock(again)
  await again.getByText(REPLY).waitFor()
  await again.getByText('待核实').waitFor()
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-evidence-'))
  const [saved] = await Promise.all([again.waitForEvent('download'), again.getByText('保存收件回执').click()])
  const receipts = join(folder, saved.suggestedFilename())
  await saved.saveAs(receipts)

  const out = join(folder, 'evidence.json')
  await server.command('admin', 'export-evidence', '--region', '000000', '--out', out, '--with-photos')
  await server.command('verify', out)

  // The receipts that the phone kept: for the record, and for the reply to what was asked about it.
  const confirmed = await server.command('verify', out, '--receipt', receipts)
  expect(confirmed.match(/回执所记的(?:记录|补充说明) \S+.*在文件中/g)).toHaveLength(2)
  const known = JSON.parse(readFileSync(out, 'utf8')) as { records: unknown[]; replies: unknown[] }
  const without = join(folder, 'without.json')
  writeFileSync(without, JSON.stringify({ ...known, replies: [] }))
  await expect(server.command('verify', without, '--receipt', receipts)).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/所给的第 2 份回执 .*\[notInFile\]/) as string,
  })

  // One altered digit anywhere in a record, and the check fails and says where.
  const file = JSON.parse(readFileSync(out, 'utf8')) as { records: { jws: string }[] }
  const [record] = file.records
  if (!record) throw new Error('the export holds no record')
  const [head, payload = '', signature] = record.jws.split('.')
  const altered = Buffer.from(payload, 'base64url')
    .toString()
    .replace(/"sequence":(\d)/, '"sequence":9$1')
  record.jws = [head, Buffer.from(altered).toString('base64url'), signature].join('.')
  writeFileSync(out, JSON.stringify(file))
  await expect(server.command('verify', out)).rejects.toMatchObject({ code: 1 })
})

/**
 * What a phone could not send leaves it as a file, and goes on from another phone and from the office, while the first
 * phone goes on sending too: everything arrives exactly once, and every phone learns that it did.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { createDrafts } from '#platform/drafts'
import { createChanges } from '#platform/changes'
import { exportUnsent } from '#platform/export-unsent'
import { importUnsent } from '#platform/import-unsent'
import { ServiceError } from '#sync/services'
import { appointSupervisor, revokeSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import {
  caseOperation,
  newId,
  newReceipt,
  photo,
  publishRegion,
  ratingOperation,
  REGION,
} from '../support/filing.ts'
import { freshDatabase, testServer, type TestServer } from '../support/server.ts'
import { chanceOf } from './simulation/chance.ts'
import { createFlowPhone, type FlowPhone } from './simulation/phone.ts'

const PASSPHRASE = '大厅门口的石狮子'
let database: Awaited<ReturnType<typeof freshDatabase>>
let server: TestServer
let folder: string
beforeAll(async () => {
  database = await freshDatabase()
  server = await testServer({ databaseUrl: database.url })
  await publishRegion(server.context)
  folder = await mkdtemp(join(tmpdir(), 'mingcha-unsent-'))
})
afterAll(async () => {
  await server.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

/** The command as `npm run admin -- import-unsent` runs it. */
function atTheOffice(
  file: string,
  passphrase: string,
  ...more: string[]
): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    MINGCHA_PASSPHRASE: passphrase,
    LANG: 'en_GB.UTF-8',
    LC_ALL: '',
    LC_MESSAGES: '',
    INIT_CWD: folder,
  }
  return new Promise((resolve) => {
    execFile(
      'node',
      ['--import', 'tsx', 'src/server/cli/admin.ts', 'import-unsent', '--file', file, ...more],
      { env },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

/** A case with a photo, two ratings, a sealed inspection with a photo, one that will be refused, and a draft. */
async function fill(phone: FlowPhone): Promise<string[]> {
  const picture = await photo()
  await phone.keepBlob(picture.bytes, picture.sha256)
  const { payload } = caseOperation({ photos: [picture.ref] })
  const { code, digest } = newReceipt()
  const complaint = { ...payload, receiptDigest: digest }
  const attachments = [{ ...picture.ref }]
  const title = '身份证'
  const entity = complaint.id
  const ids = [complaint.id]
  await phone.filing.file({
    type: 'case.submit',
    payload: complaint,
    entity,
    attachments,
    title,
    receiptCode: code,
  })
  for (const change of [{}, {}, { region: '999999' }]) {
    const rating = ratingOperation(change)
    await phone.filing.file({ ...rating, attachments: [], title })
    ids.push(rating.id)
  }
  const { code: appointment } = await appointSupervisor(server.context, { region: REGION, name: '周敏' })
  const desk = phone.desk()
  await desk.enrol(appointment, '246810')
  const evidence = await photo()
  await desk.photos.add(new File([evidence.bytes], 'photo.jpg', { type: 'image/jpeg' }))
  const id = newId()
  const record = {
    id,
    region: REGION,
    kind: 'covert' as const,
    venue: 'hall',
    checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
    answers: {},
    photos: [{ sha256: evidence.sha256, bytes: evidence.bytes.length, question: 'q' }],
    startedAt: new Date().toISOString(),
    location: { unavailable: 'off' as const },
  }
  await desk.seal(record, '县政务服务中心', id)
  ids.push(id)
  const at = new Date().toISOString()
  const changes = createChanges('drafts')
  await createDrafts(phone.database, changes, phone.now, new Set()).put({
    id: newId(),
    kind: 'case',
    createdAt: at,
    updatedAt: at,
    data: { text: '写了一半' },
    photos: [],
  })
  changes.close()
  return ids
}

const states = async (phone: FlowPhone) =>
  Object.fromEntries(
    (await phone.filing.list()).map(({ id, delivered, entry }) => [
      id,
      delivered ? 'delivered' : entry?.state,
    ]),
  )

it('goes on from another phone and from the office, and nothing is doubled', async () => {
  const chance = chanceOf(7)
  /** the operations that the first phone's line lets through, by their number */
  let through = 2
  const poorLine: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString()
    if (url.endsWith('/sync') && --through < 0) throw new TypeError('the line is dead')
    return fetch(input, init)
  }
  const first = createFlowPhone(`first-${newId()}`, server.url, poorLine, chance, Date.now())
  const second = createFlowPhone(`second-${newId()}`, server.url, fetch, chance, Date.now())
  const ids = await fill(first)
  const bad = ids[3] ?? ''
  const file = await exportUnsent(first.database, PASSPHRASE, Date.now())
  await writeFile(join(folder, 'unsent.mingcha'), file)

  // Part of it goes by the ordinary way after the export: a single entry, as after a failure, then two more.
  await first.database.write(['meta'], 'strict', (tx) =>
    tx.objectStore('meta').put({ failures: 1, notBefore: 0 }, 'line'),
  )
  await first.drain()
  const half = Object.values(await states(first)).filter((state) => state === 'delivered').length
  expect(half).toBeGreaterThan(0)
  expect(half).toBeLessThan(4)

  const refusal = (passphrase: string, bytes = file) =>
    importUnsent(second.database, bytes, passphrase, Date.now()).then(
      () => undefined,
      (reason: unknown) => (reason as ServiceError).code,
    )
  expect(await refusal('wrong')).toBe('forbidden')
  expect(await refusal(PASSPHRASE, new Uint8Array(100))).toBe('badRequest')
  expect(await second.filing.list()).toEqual([])

  const imported = await importUnsent(second.database, file, PASSPHRASE, Date.now())
  expect(imported).toEqual({ records: 5, known: 0, drafts: 1, photos: 2 })
  // The same file again brings nothing.
  const again = await importUnsent(second.database, file, PASSPHRASE, Date.now())
  expect(again).toEqual({ records: 0, known: 5, drafts: 0, photos: 0 })
  expect(await second.filing.get(ids[4] ?? '')).toMatchObject({
    title: '县政务服务中心',
    payload: { id: ids[4] },
  })

  // The office and the second phone at the same time.
  const [office] = await Promise.all([atTheOffice('unsent.mingcha', PASSPHRASE), second.drain()])
  expect(office.out).toMatch(/^Taken in: \d new, \d that had arrived before/)
  expect(office.out).toContain(`Refused: ${bad} (unknownRegion)`)
  expect(office.code).toBe(1)
  expect((await atTheOffice('unsent.mingcha', 'wrong')).err).toContain('passphrase is wrong')
  expect((await atTheOffice('nowhere.mingcha', PASSPHRASE)).err).toContain('cannot be read')
  expect((await atTheOffice('unsent.mingcha', PASSPHRASE)).out).toMatch(/^Taken in: 0 new, 4 that had/)

  // The line is back: the first phone learns that its records are there.
  through = Infinity
  await first.drain(true)
  const all = Object.fromEntries(ids.map((id) => [id, id === bad ? 'needsAttention' : 'delivered']))
  expect(await states(first)).toEqual(all)
  expect(await states(second)).toEqual(all)

  const { db } = server.context
  const count = async (table: 'operations' | 'cases' | 'ratings' | 'inspections' | 'blobs') =>
    (await db.selectFrom(table).select(db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n
  expect(await count('operations')).toBe(4)
  expect(await count('cases')).toBe(1)
  expect(await count('ratings')).toBe(2)
  expect(await count('inspections')).toBe(1)
  expect(await count('blobs')).toBe(2)
  await first.close()
  await second.close()
})

it('brings in by the office’s hand what a supervisor had sealed before the appointment ended, and nothing after', async () => {
  const phone = createFlowPhone(`revoked-${newId()}`, server.url, fetch, chanceOf(8), Date.now())
  const { code, supervisor } = await appointSupervisor(server.context, { region: REGION, name: '周敏' })
  const desk = phone.desk()
  await desk.enrol(code, '246810')
  const seal = async () => {
    const id = newId()
    const record = {
      id,
      region: REGION,
      kind: 'covert' as const,
      venue: 'hall',
      checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
      answers: {},
      photos: [],
      startedAt: new Date(phone.now()).toISOString(),
      location: { unavailable: 'off' as const },
    }
    await desk.seal(record, '县政务服务中心', id)
    return id
  }
  const before = await seal()
  expect(await revokeSupervisor(server.context, supervisor)).toBe(true)
  phone.jump(Date.now() + 60_000)
  const after = await seal()

  // By the ordinary way nothing is taken in, neither of the two.
  await phone.drain(true)
  expect(await states(phone)).toEqual({ [before]: 'needsAttention', [after]: 'needsAttention' })
  await writeFile(join(folder, 'revoked.mingcha'), await exportUnsent(phone.database, PASSPHRASE, Date.now()))
  const refused = await atTheOffice('revoked.mingcha', PASSPHRASE)
  expect(refused.code).toBe(1)
  expect(refused.out).toContain('Taken in: 0 new')
  expect(refused.out).toContain(`Refused: ${before}: its supervisor's appointment has ended. With --revoked`)
  const admitted = await atTheOffice('revoked.mingcha', PASSPHRASE, '--revoked')
  expect(admitted.out).toContain('Taken in: 1 new')
  expect(admitted.out).toContain(`Refused: ${after} was sealed after the appointment had ended.`)
  expect(admitted.code).toBe(1)
  const { db } = server.context
  const kept = await db
    .selectFrom('inspections')
    .select(['id', 'chain'])
    .where('supervisor', '=', supervisor)
    .execute()
  expect(kept).toEqual([{ id: before, chain: 'whole' }])

  // Sent once more, the phone learns that it is there.
  await phone.filing.retry(before)
  await phone.drain(true)
  expect(await states(phone)).toEqual({ [before]: 'delivered', [after]: 'needsAttention' })
  await phone.close()
})

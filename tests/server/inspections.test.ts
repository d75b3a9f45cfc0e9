import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvidenceFile } from '../../src/contract/inspections.ts'
import { exportEvidence } from '../../src/server/modules/inspections/evidence.ts'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import {
  newId,
  operation,
  Phone,
  photo,
  postJson,
  publishRegion,
  putBlob,
  REGION,
  send,
  type Photo,
} from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'
import { verifyCli, type VerifyCli } from '../support/verify-cli.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } })
  await publishRegion(server.context)
})
afterAll(() => server.close())

async function enrolledPhone(employer?: string): Promise<Phone> {
  const { code } = await appointSupervisor(server.context, {
    region: REGION,
    name: '监督员',
    ...(employer === undefined ? {} : { employer }),
  })
  const phone = new Phone()
  const response = await postJson(`${server.url}/api/v1/supervisor/enrol`, phone.enrolment(code))
  expect(response.status).toBe(200)
  return phone
}
async function upload(): Promise<Photo> {
  const picture = await photo()
  await putBlob(server.url, picture.sha256, picture.bytes)
  return picture
}
const rowOf = (id: string) =>
  server.context.db.selectFrom('inspections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('a sealed inspection', () => {
  it('is kept as sealed, scored by its checklist, with our time beside its own', async () => {
    const phone = await enrolledPhone()
    const picture = await upload()
    const finding = HALL_CHECKLIST.sections
      .flatMap(({ questions }) => questions)
      .find((question) => question.kind === 'yesNo' && (question.deduction ?? 0) > 0 && !question.when)
    if (finding?.kind !== 'yesNo') throw new Error('the checklist has no such question')
    const sealed = phone.inspection(
      { counter: 'hall-2', answers: { [finding.id]: { kind: 'yesNo', value: finding.finding } } },
      [picture],
    )
    const [result] = await send(server.url, sealed)
    expect(result).toMatchObject({ status: 'applied', attachments: [picture.sha256] })
    const row = await rowOf(sealed.id)
    expect(row).toMatchObject({
      jws: (sealed.payload as { jws: string }).jws,
      chain: 'whole',
      status: 'received',
      department: 'land',
      score: HALL_CHECKLIST.points - finding.deduction!,
    })
    expect(row.deductions).toMatchObject([{ question: finding.id, points: finding.deduction }])
    expect((await send(server.url, sealed))[0]).toMatchObject({ status: 'duplicate' })
  })

  it('is refused when its seal does not hold', async () => {
    const [phone, other] = [await enrolledPhone(), await enrolledPhone()]
    const sealed = phone.inspection()
    const { jws, device, photos, id } = sealed.payload as {
      jws: string
      device: string
      photos: []
      id: string
    }
    const [head = '', body = '', tail = ''] = jws.split('.')
    const altered = Buffer.from(body, 'base64url').toString().replace('covert', 'announced')
    const forged = [
      { id, device, photos, jws: `${head}.${Buffer.from(altered).toString('base64url')}.${tail}` },
      { id, device: other.device, photos, jws },
      { id, device: newId(), photos, jws },
      { id, device, photos, jws: `${head}.${body}.${'A'.repeat(86)}` },
      { id, device, photos, jws: 'a.b.c' },
    ]
    for (const payload of forged)
      expect((await send(server.url, operation('inspection.submit', payload)))[0]).toMatchObject({
        status: 'refused',
        code: 'badSignature',
      })
    expect((await send(server.url, sealed))[0]).toMatchObject({ status: 'applied' })
  })

  it('is refused when it is well sealed but wrong', async () => {
    const phone = await enrolledPhone('land')
    const picture = await upload()
    const cases: [Parameters<Phone['inspection']>[0], string][] = [
      [{ checklist: { id: 'unknown', version: 1 } }, 'invalid'],
      [{ region: 'elsewhere' }, 'forbidden'],
      [{ counter: 'hall-2' }, 'forbidden'],
      [{ photos: [{ sha256: picture.sha256, bytes: 1, question: 'q' }] }, 'invalid'],
      [{ answers: { q: { kind: 'yesNo', value: 'perhaps' as 'yes' } } }, 'invalid'],
    ]
    for (const [change, code] of cases)
      expect((await send(server.url, phone.inspection(change)))[0]).toMatchObject({ status: 'refused', code })
    const renamed = phone.inspection()
    const id = newId()
    const payload = { ...renamed.payload, id } as typeof renamed.payload
    expect((await send(server.url, operation('inspection.submit', payload)))[0]).toMatchObject({
      code: 'invalid',
    })
  })

  it('waits for its photos', async () => {
    const phone = await enrolledPhone()
    const picture = await photo()
    const sealed = phone.inspection({}, [picture])
    expect((await send(server.url, sealed))[0]).toMatchObject({
      code: 'blobsMissing',
      details: { missing: [picture.sha256] },
    })
    await putBlob(server.url, picture.sha256, picture.bytes)
    expect((await send(server.url, sealed))[0]).toMatchObject({ status: 'applied' })
  })
})

describe('the chain of a phone', () => {
  it('shows a gap while a record is missing, and heals when it comes', async () => {
    const phone = await enrolledPhone()
    const [first, second, third] = [phone.inspection(), phone.inspection(), phone.inspection()]
    await send(server.url, first, third)
    expect((await rowOf(third.id)).chain).toBe('gap')
    await send(server.url, second)
    expect([(await rowOf(second.id)).chain, (await rowOf(third.id)).chain]).toEqual(['whole', 'whole'])
  })

  it('shows a fork, and keeps both', async () => {
    const phone = await enrolledPhone()
    const first = phone.inspection()
    const second = phone.inspection()
    const { previous } = JSON.parse(
      Buffer.from((second.payload as { jws: string }).jws.split('.')[1] ?? '', 'base64url').toString(),
    ) as { previous: string }
    const fork = phone.inspection({ sequence: 2, previous })
    await send(server.url, first, second, fork)
    expect((await rowOf(second.id)).chain).toBe('whole')
    expect((await rowOf(fork.id)).chain).toBe('broken')
  })

  it('shows a record that claims to be the first again', async () => {
    const phone = await enrolledPhone()
    const first = phone.inspection()
    const { id, jws } = phone.inspection({ sequence: 1 }).payload as { id: string; jws: string }
    await send(
      server.url,
      first,
      operation('inspection.submit', { id, jws, device: phone.device, photos: [] }),
    )
    expect((await rowOf(id)).chain).toBe('broken')
  })
})

describe('the evidence', () => {
  let cli: VerifyCli
  beforeAll(async () => {
    cli = await verifyCli()
  }, 180_000)
  afterAll(() => cli.remove())

  const verify = (file: unknown) => cli.verify(cli.file(file))
  let good: EvidenceFile

  it('is exported whole, and anyone can verify it', async () => {
    const isolated = await testServer()
    try {
      await publishRegion(isolated.context)
      const { code } = await appointSupervisor(isolated.context, { region: REGION, name: '证人' })
      const phone = new Phone()
      await postJson(`${isolated.url}/api/v1/supervisor/enrol`, phone.enrolment(code))
      const picture = await photo()
      await putBlob(isolated.url, picture.sha256, picture.bytes)
      const serverTime = { at: new Date(Date.now() - 180_000).toISOString(), elapsedMs: 60_000 }
      const sealedAt = new Date(Date.parse(serverTime.at) + 180_000).toISOString()
      const skewed = phone.inspection({ serverTime, sealedAt, startedAt: sealedAt })
      await send(isolated.url, phone.inspection({}, [picture]), skewed, phone.inspection())
      good = await exportEvidence(isolated.context, REGION, { photos: true })
    } finally {
      await isolated.close()
    }
    expect(good.records).toHaveLength(3)
    const { code, output } = await verify(good)
    expect(output).toContain('3 records')
    expect(output).toContain(
      'its clock against the server’s: 2 min ahead (estimated from 1 record, told only',
    )
    expect(code).toBe(0)
    expect(JSON.stringify(good)).not.toContain('证人')
  })

  it('that was tampered with says what and where', async () => {
    const dropped = { ...good, records: good.records.filter((_, i) => i !== 1) }
    const swapped = {
      ...good,
      photos: [{ ...good.photos![0]!, data: Buffer.from('other').toString('base64') }],
    }
    const [head, , tail] = good.records[2]!.jws.split('.')
    const body = Buffer.from('{}').toString('base64url')
    const altered = structuredClone(good)
    altered.records[2]!.jws = [head, body, tail].join('.')
    for (const [file, problem] of [
      [dropped, 'missing'],
      [swapped, 'photoAltered'],
      [altered, 'badSignature'],
    ] as const) {
      const { code, output } = await verify(file)
      expect(output).toContain(`[${problem}]`)
      expect(code).toBe(1)
    }
  })

  it('that cannot be read is told so', async () => {
    for (const file of ['{', '{"format":"other"}', '']) expect((await verify(file)).code).toBe(2)
  })
})

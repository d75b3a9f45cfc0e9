/** Open311 GeoReport v2, as a civic client would use it. */
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API } from '../../src/contract/routes.ts'
import { publishCase } from '../../src/server/modules/cases/publish.ts'
import { acceptCase, answerCase, assignCase } from '../../src/server/modules/cases/service.ts'
import { issueOpen311Key } from '../../src/server/modules/open311/keys.ts'
import { createStaff } from '../../src/server/modules/staff/accounts.ts'
import { caseOperation, postJson, publishRegion, REGION, send } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let key: string
beforeAll(async () => {
  server = await testServer({ config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } })
  await publishRegion(server.context)
  key = await issueOpen311Key(server.context, { name: 'FixMyStreet', region: REGION })
})
afterAll(() => server.close())

const at = (path: string) => `${server.url}/open311/v2/${path}`
const json = async (path: string): Promise<Record<string, string>[]> =>
  (await fetch(at(path))).json() as never
const form = (fields: Record<string, string>) =>
  fetch(at('requests.json'), {
    method: 'POST',
    body: new URLSearchParams({ api_key: key, jurisdiction_id: REGION, ...fields }),
  })
const file = async (fields: Record<string, string>) => {
  const response = await form({
    service_code: 'complaint',
    description: '窗口没人',
    'attribute[department]': 'tax',
    ...fields,
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { service_request_id: string; service_notice: string }[])[0]!
}

describe('reading', () => {
  it('lists the services, and says what each may be about', async () => {
    const services = await json('services.json')
    expect(services.map(({ service_code }) => service_code)).toEqual([
      'complaint',
      'suggestion',
      'enquiry',
      'disclosureReport',
    ])
    const definition = (await (await fetch(at('services/disclosureReport.json'))).json()) as {
      attributes: { code: string; required: boolean; values: unknown[] }[]
    }
    expect(definition.attributes.find(({ code }) => code === 'disclosure')).toMatchObject({ required: true })
    expect(definition.attributes.find(({ code }) => code === 'department')!.values).toContainEqual({
      key: 'tax',
      name: '税务局',
    })
  })

  it('speaks XML too, with the element names of the specification', async () => {
    const services = await fetch(at('services.xml'))
    expect(services.headers.get('content-type')).toContain('text/xml')
    expect(await services.text()).toMatch(/^<\?xml[^>]+>\s*<services>\s*<service>\s*<service_code>complaint</)
    expect(await (await fetch(at('discovery.xml'))).text()).toContain('<endpoints>')
    const { service_request_id: id } = await file({ description: '大厅里 <b>没有</b> 空调 & 座位\u0007' })
    const xml = await (await fetch(at(`requests/${id}.xml`))).text()
    expect(xml).toContain(`<service_request_id>${id}</service_request_id>`)
    expect(xml).toContain('<service_requests>')
  })

  it('finds by id, service, status and time', async () => {
    const { service_request_id: id } = await file({ service_code: 'enquiry' })
    expect((await json(`requests/${id}.json`))[0]).toMatchObject({ service_code: 'enquiry', status: 'open' })
    expect((await json(`requests.json?service_request_id=${id}`)).length).toBe(1)
    const enquiries = await json('requests.json?service_code=enquiry&status=open')
    expect(
      enquiries.every(({ service_code, status }) => service_code === 'enquiry' && status === 'open'),
    ).toBe(true)
    expect(await json('requests.json?status=closed')).toEqual([])
    expect(await json('requests.json?end_date=2020-01-01T00:00:00Z')).toEqual([])
  })

  it('tells no words, pictures or people but what the office has published', async () => {
    const secret = caseOperation({ text: '张三 13800138000', public: false })
    const open = caseOperation({ text: '希望周六开门', public: true })
    await send(server.url, secret, open)
    const of = async (id: string) => (await json(`requests/${id}.json`))[0]!
    for (const { id } of [secret, open]) {
      await acceptCase(server.context, id)
      await assignCase(server.context, id, { unit: 'tax' })
      await answerCase(server.context, id, '已办')
    }
    expect(await of(open.id)).toMatchObject({ description: '', agency_responsible: '税务局' })
    const { db } = server.context
    const row = await db.selectFrom('cases').selectAll().where('id', '=', open.id).executeTakeFirstOrThrow()
    const by = await createStaff(server.context, {
      login: 'publisher',
      name: '甲',
      role: 'office',
      region: REGION,
      password: 'correct horse battery',
    })
    await publishCase(db, row, { text: '希望周六开门', answer: '下月起开门' }, { staff: by, now: new Date() })
    expect(await of(open.id)).toMatchObject({
      description: '希望周六开门',
      status_notes: '已答复：下月起开门',
    })
    expect(JSON.stringify(await of(secret.id))).not.toMatch(/张三|13800138000|已办/)
  })
})

describe('filing', () => {
  it('makes a case whose receipt code opens it', async () => {
    const { service_request_id: id, service_notice } = await file({
      'attribute[item]': 'tax-1',
      address_string: '人民路1号',
      first_name: '李',
      phone: '13900000000',
    })
    const code = /查询码 ([0-9A-Z-]+)/.exec(service_notice)![1]!
    const found = await postJson(`${server.url}${API}/receipts/lookup`, { code })
    const view = (await found.json()) as { id: string; subject: object; text: string }
    expect(view).toMatchObject({ id, subject: { item: 'tax-1' } })
    expect(view.text).toContain('人民路1号')
    const row = await server.context.db
      .selectFrom('cases')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      department: 'tax',
      public: false,
      contact: { name: '李', phone: '13900000000', shareWithUnit: false },
    })
  })

  it('takes pictures and leaves behind where and with what they were taken', async () => {
    const picture = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#888' } })
      .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 27/1 0/1' } })
      .jpeg()
      .toBuffer()
    const body = new FormData()
    for (const [name, value] of Object.entries({
      api_key: key,
      jurisdiction_id: REGION,
      service_code: 'complaint',
      description: '看图',
      'attribute[venue]': 'hall',
    }))
      body.append(name, value)
    body.append('media', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'a.jpg')
    const response = await fetch(at('requests.json'), { method: 'POST', body })
    expect(response.status).toBe(201)
    const [{ service_request_id: id }] = (await response.json()) as [{ service_request_id: string }]
    const { data } = await server.context.db
      .selectFrom('case_photos')
      .innerJoin('blobs', 'blobs.sha256', 'case_photos.sha256')
      .select('blobs.data')
      .where('case_id', '=', id)
      .executeTakeFirstOrThrow()
    const metadata = await sharp(data).metadata()
    expect(metadata.exif).toBeUndefined()
    expect([metadata.width, metadata.height]).toEqual([1600, 800])
    body.set('media', new Blob(['not a picture']), 'a.jpg')
    expect((await fetch(at('requests.json'), { method: 'POST', body })).status).toBe(415)
  })

  it('refuses in the specification’s own shape', async () => {
    const refusal = async (fields: Record<string, string>) => {
      const response = await form({
        service_code: 'complaint',
        description: 'x',
        'attribute[department]': 'tax',
        ...fields,
      })
      const [error] = (await response.json()) as [{ code: string; description: string }]
      expect(error.code).toBe(String(response.status))
      return response.status
    }
    expect(await refusal({ api_key: 'wrong' })).toBe(403)
    expect(await refusal({ api_key: '' })).toBe(403)
    expect(await refusal({ 'attribute[department]': '' })).toBe(400)
    for (const part of ['department', 'venue', 'item', 'counter'])
      expect(await refusal({ [`attribute[${part}]`]: 'nowhere' })).toBe(400)
    expect(await refusal({ service_code: '' })).toBe(400)
    expect(await refusal({ service_code: 'pothole' })).toBe(404)
    expect(await refusal({ description: ' ' })).toBe(400)
    expect(await refusal({ jurisdiction_id: 'nowhere' })).toBe(404)
    expect(await refusal({ service_code: 'disclosureReport' })).toBe(400)
    const long = await form({
      service_code: 'complaint',
      description: '长'.repeat(6_000),
      'attribute[department]': 'tax',
    })
    expect(long.status).toBe(400)
    expect(await long.text()).toContain('text: ')
    const other = await issueOpen311Key(server.context, { name: 'elsewhere', region: '111111' })
    expect(await refusal({ api_key: other })).toBe(403)
    const xml = await fetch(at('requests/none.xml'))
    expect(xml.status).toBe(404)
    expect(await xml.text()).toContain('<errors>')
    expect((await fetch(at('requests.pdf'))).status).toBe(404)
    expect((await fetch(at('requests.json?start_date=yesterday'))).status).toBe(400)
  })
})

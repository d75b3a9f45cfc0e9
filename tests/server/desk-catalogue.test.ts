import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CatalogueDeltaSchema, CatalogueManifest } from '#contract/catalogue'
import { deskCatalogue, MAX_IMPORT_BYTES } from '#contract/desk/catalogue'
import { addressOf } from '#contract/endpoint'
import { routes } from '#contract/routes'
import { editOf, type ItemEdit } from '#domain/catalogue/edit'
import { deskCases } from '#contract/desk/cases'
import { deskRatings } from '#contract/desk/ratings'
import { deskReports } from '#contract/desk/reports'
import { deskSession } from '#contract/desk/session'
import { loadCatalogue } from '#server/modules/catalogue/load'
import { createRegion } from '#server/modules/catalogue/repository'
import * as v from 'valibot'
import { type Desk, signedIn, stranger } from '../support/desk.ts'
import { CATALOGUE, caseOperation, publishRegion, send } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let now = new Date('2026-11-24T02:00:00Z')
let region = ''
let office: Desk
let colleague: Desk
let tax: Desk
let auditor: Desk
let made = 0

beforeAll(async () => {
  server = await testServer({
    now: () => now,
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  region = 'C-0'
  await publishRegion(server.context, { region: { ...CATALOGUE.region, code: region } })
  office = await signedIn(server, { role: 'office', region, name: '办公室甲' })
  colleague = await signedIn(server, { role: 'office', region, name: '办公室乙' })
  tax = await signedIn(server, { role: 'unit', region, department: 'tax' })
  auditor = await signedIn(server, { role: 'auditor', region })
})
afterAll(() => server.close())
/** Every test in a region of its own, to which the staff have moved: passwords are dear to hash. */
beforeEach(async () => {
  region = `C-${++made}`
  await publishRegion(server.context, { region: { ...CATALOGUE.region, code: region } })
  await server.context.db.updateTable('staff').set({ region }).execute()
})

/** A region that was made and has nothing published yet, to which the staff have moved. */
async function bareRegion(): Promise<void> {
  region = `B-${++made}`
  await createRegion(server.context.db, { code: region, name: '新县', level: 'county', sample: false })
  await server.context.db.updateTable('staff').set({ region }).execute()
  const expires_at = new Date(now.getTime() + 3_600_000)
  await server.context.db.updateTable('sessions').set({ seen_at: now, expires_at }).execute()
}

const detail = (desk: Desk, code: string) => desk.ask(deskCatalogue.item, { params: { code } })
async function save(desk: Desk, code: string, change: Partial<ItemEdit>) {
  const { version, edit, item } = await detail(desk, code)
  return desk.ask(deskCatalogue.save, {
    params: { code },
    body: { version, revision: edit?.revision ?? 0, edit: { ...editOf(item), ...edit?.edit, ...change } },
  })
}
async function publish(desk: Desk, note?: string) {
  const { version, edits } = await desk.ask(deskCatalogue.edits, {})
  return desk.ask(deskCatalogue.publish, {
    body: {
      version,
      edits: edits.map(({ code, revision }) => ({ code, revision })),
      ...(note === undefined ? {} : { note }),
    },
  })
}
async function upload(desk: Desk, text: string | Uint8Array<ArrayBuffer>, name = '目录.csv') {
  const response = await fetch(server.url + addressOf(deskCatalogue.upload, {}, { name }), {
    method: 'POST',
    headers: { cookie: desk.cookie, 'content-type': 'application/octet-stream' },
    body: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  })
  return { status: response.status, body: (await response.json()) as never }
}
async function preview(desk: Desk, text: string) {
  const { status, body } = await upload(desk, text)
  expect([status, body]).toEqual([200, expect.anything()])
  return v.parse(deskCatalogue.upload.answer, body)
}
const auditTrail = async () =>
  (
    await server.context.db
      .selectFrom('audit_entries')
      .select('entry')
      .where('region', '=', region)
      .orderBy('seq')
      .execute()
  ).map(({ entry }) => entry)

describe('reading', () => {
  it('shows each department with its completeness and findings, the least complete first', async () => {
    await save(office, 'tax-1', { conditions: '年满18周岁', feeStandard: '120元/本' })
    await publish(office)
    const overview = await office.ask(deskCatalogue.overview, {})
    expect(overview).toMatchObject({ version: 2, items: 12, edits: 0, reports: 0, imports: 0 })
    const department = overview.departments.find(({ id }) => id === 'tax')
    expect(department).toMatchObject({ items: 4, errors: 1, disclosed: { conditions: 1, feeStandard: 1 } })
    expect(department?.completeness).toBeCloseTo(10 / 32, 10)
    expect(overview.departments.at(-1)?.id).toBe('tax')
    expect(overview.findings).toContainEqual({ rule: 'feeWithoutBasis', items: 1 })
    expect(overview.latest).toMatchObject({ version: 2, origin: 'edit', by: '办公室甲' })
  })

  it('narrows the list by department, missing fact, rule, report and words', async () => {
    await save(office, 'land-2', { legalBasis: '《土地管理法》', conditions: '年满18周岁' })
    await publish(office)
    const codes = async (query: object) =>
      (await office.ask(deskCatalogue.items, { query })).items.map(({ code }) => code)
    expect(await codes({ department: 'land' })).toEqual(['land-1', 'land-2', 'land-3', 'land-4'])
    expect(await codes({ department: 'land', missing: 'conditions' })).toEqual(['land-1', 'land-3', 'land-4'])
    expect(await codes({ rule: 'basisWithoutArticle' })).toEqual(['land-2'])
    expect(await codes({ q: 'POLICE事项3' })).toEqual(['police-3'])
    expect(await codes({ only: 'edited' })).toEqual([])
    expect(await office.ask(deskCatalogue.items, { query: { skip: '10' } })).toMatchObject({ total: 12 })
    expect(await codes({ skip: '10' })).toHaveLength(2)
  })

  it("puts a citizen's report beside the fact it is about, until it is dealt with", async () => {
    const operation = caseOperation({
      region,
      kind: 'disclosureReport',
      subject: { item: 'tax-2' },
      disclosure: { key: 'statutoryLimit', problem: 'wrong', shouldBe: '10个工作日' },
    })
    await send(server.url, operation)
    const { reports } = await detail(office, 'tax-2')
    expect(reports).toMatchObject([
      {
        id: operation.id,
        field: 'statutoryLimit',
        problem: 'wrong',
        shouldBe: '10个工作日',
        status: 'submitted',
      },
    ])
    expect((await office.ask(deskCatalogue.items, { query: { only: 'reported' } })).items).toMatchObject([
      { code: 'tax-2', reports: 1 },
    ])
    expect((await office.ask(deskCatalogue.overview, {})).reports).toBe(1)
    // not assigned to it: a unit does not see it yet
    expect((await detail(tax, 'tax-2')).reports).toEqual([])
    await server.context.db.updateTable('cases').set({ unit: 'tax' }).where('id', '=', operation.id).execute()
    expect((await detail(tax, 'tax-2')).reports).toHaveLength(1)
    await server.context.db
      .updateTable('cases')
      .set({ status: 'closed' })
      .where('id', '=', operation.id)
      .execute()
    expect((await detail(office, 'tax-2')).reports).toEqual([])
  })

  it('shows a unit its own department only, and lets it change nothing', async () => {
    const overview = await tax.ask(deskCatalogue.overview, {})
    expect(overview).toMatchObject({ items: 4, departments: [{ id: 'tax' }] })
    const list = await tax.ask(deskCatalogue.items, { query: {} })
    expect(list).toMatchObject({ total: 4, departments: [{ id: 'tax' }] })
    expect(await tax.refusal(deskCatalogue.item, { params: { code: 'land-1' } })).toEqual([404, 'notFound'])
    await save(office, 'land-1', { conditions: '年满18周岁' })
    await save(office, 'tax-1', { conditions: '年满18周岁' })
    expect((await tax.ask(deskCatalogue.edits, {})).edits.map(({ code }) => code)).toEqual(['tax-1'])
    const { id } = await preview(office, '事项名称,部门\n甲事项,税务局')
    expect(await tax.refusal(deskCatalogue.preview, { params: { id } })).toEqual([404, 'notFound'])
    expect(await tax.ask(deskCatalogue.imports, {})).toEqual({ imports: [] })
    for (const desk of [tax, auditor])
      expect(await desk.refusal(deskCatalogue.publish, { body: {} })).toEqual([403, 'forbidden'])
    expect((await auditor.ask(deskCatalogue.items, { query: {} })).total).toBe(12)
  })
})

describe('editing', () => {
  it('collects edits and publishes them together, and phones take them as a delta', async () => {
    await save(office, 'tax-1', { promisedLimit: '5个工作日' })
    await save(colleague, 'land-3', { feeStandard: '不收费' })
    const pending = await office.ask(deskCatalogue.edits, {})
    expect(pending.edits).toMatchObject([
      {
        code: 'tax-1',
        by: '办公室甲',
        fields: [{ field: 'promisedLimit', before: null, after: '5个工作日' }],
      },
      { code: 'land-3', by: '办公室乙' },
    ])
    // nothing is public before it is published
    expect((await loadCatalogue(server.context, region))?.version).toBe(1)

    const published = await publish(office, '年度更新')
    expect(published).toMatchObject({ version: 2, changed: true })
    const manifest = v.parse(
      CatalogueManifest,
      await (await fetch(server.url + routes.manifest(region))).json(),
    )
    const [delta] = manifest.deltas
    expect(delta).toMatchObject({ from: 1, bytes: published.deltaBytes })
    const file = v.parse(CatalogueDeltaSchema, await (await fetch(server.url + (delta?.url ?? ''))).json())
    expect(file.items.put.map(({ code }) => code).sort()).toEqual(['land-3', 'tax-1'])
    expect(file.items.put.find(({ code }) => code === 'tax-1')?.disclosures.promisedLimit).toEqual({
      text: '5个工作日',
      limit: { amount: 5, unit: 'workday' },
    })
    expect((await office.ask(deskCatalogue.edits, {})).edits).toEqual([])
    const { versions } = await office.ask(deskCatalogue.versions, {})
    expect(versions).toMatchObject([
      {
        version: 2,
        origin: 'edit',
        by: '办公室甲',
        note: '年度更新',
        changes: { added: 0, changed: 2, removed: 0 },
        deltaBytes: published.deltaBytes,
      },
      { version: 1, origin: 'command', by: null },
    ])
    expect((await auditTrail()).at(-1)).toMatchObject({
      action: 'POST /catalogue/publish',
      details: { version: 2, changed: 2 },
    })
  })

  it('tells the second of two who edit one item, and overwrites nothing', async () => {
    const seen = await detail(colleague, 'tax-1')
    await save(office, 'tax-1', { conditions: '甲写的条件' })
    const late = {
      version: seen.version,
      revision: 0,
      edit: { ...editOf(seen.item), conditions: '乙写的条件' },
    }
    const refused = await colleague.send(deskCatalogue.save, { params: { code: 'tax-1' }, body: late })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      code: 'conflict',
      details: { reason: 'edited', by: '办公室甲' },
    })
    expect((await detail(office, 'tax-1')).edit?.edit.conditions).toBe('甲写的条件')
    // one that was dropped and written anew is not the one that was seen
    const first = await detail(office, 'tax-1')
    await office.ask(deskCatalogue.discard, {
      params: { code: 'tax-1' },
      body: { revision: first.edit?.revision ?? 0 },
    })
    await save(colleague, 'tax-1', { conditions: '丙写的条件' })
    expect(
      await office.refusal(deskCatalogue.save, {
        params: { code: 'tax-1' },
        body: { ...late, revision: first.edit?.revision },
      }),
    ).toEqual([409, 'conflict'])
  })

  it('does not mind a version that left the item alone, and minds one that did not', async () => {
    const seen = await detail(colleague, 'tax-1')
    const mine = {
      version: seen.version,
      revision: 0,
      edit: { ...editOf(seen.item), conditions: '乙写的条件' },
    }
    await save(office, 'land-1', { conditions: '年满18周岁' })
    await publish(office)
    await colleague.ask(deskCatalogue.save, { params: { code: 'tax-1' }, body: mine })

    // an import publishes the item differently under the edit
    const { catalogue } = { catalogue: (await loadCatalogue(server.context, region))! }
    const items = catalogue.items.map((item) =>
      item.code === 'tax-1' ? { ...item, disclosures: { feeStandard: '不收费' } } : item,
    )
    await publishRegion(server.context, { ...catalogue, items })
    const pending = await office.ask(deskCatalogue.edits, {})
    expect(pending.edits).toMatchObject([{ code: 'tax-1', outdated: true }])
    const { edits, version } = pending
    const body = { version, edits: edits.map(({ code, revision }) => ({ code, revision })) }
    expect(await office.refusal(deskCatalogue.publish, { body })).toEqual([409, 'conflict'])
    expect(
      await office.refusal(deskCatalogue.save, {
        params: { code: 'tax-1' },
        body: { ...mine, revision: edits[0]?.revision },
      }),
    ).toEqual([409, 'conflict'])
    // looked at again and saved over the new version, it can be published
    await save(office, 'tax-1', { feeStandard: '不收费' })
    expect(await publish(office)).toMatchObject({ version: 4, changed: true })
  })

  it('publishes only what was seen: another version or another edit meanwhile is a conflict', async () => {
    await save(office, 'tax-1', { conditions: '年满18周岁' })
    const { version, edits } = await office.ask(deskCatalogue.edits, {})
    await save(colleague, 'tax-1', { conditions: '年满16周岁' })
    const body = { version, edits: edits.map(({ code, revision }) => ({ code, revision })) }
    expect(await office.refusal(deskCatalogue.publish, { body })).toEqual([409, 'conflict'])
    expect((await loadCatalogue(server.context, region))?.version).toBe(1)
    // of two who press at once, one publishes
    const now2 = await office.ask(deskCatalogue.edits, {})
    const again = {
      version: now2.version,
      edits: now2.edits.map(({ code, revision }) => ({ code, revision })),
    }
    const both = await Promise.all(
      [office, colleague].map((desk) => desk.send(deskCatalogue.publish, { body: again })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await loadCatalogue(server.context, region))?.version).toBe(2)
  })

  it('drops an edit that says what is published already', async () => {
    await save(office, 'tax-1', { conditions: '年满18周岁' })
    expect((await save(office, 'tax-1', { conditions: '' })).edit).toBeNull()
    expect((await office.ask(deskCatalogue.edits, {})).edits).toEqual([])
  })

  it('says which rules an edit breaks and mends', async () => {
    await save(office, 'tax-1', { promisedLimit: '30个工作日', consult: '0770-2069833' })
    expect((await office.ask(deskCatalogue.edits, {})).edits).toMatchObject([
      { breaks: ['promiseLonger'], mends: ['phoneMissing'] },
    ])
  })
})

const FILE = `事项编码,事项名称,实施主体,法定时限,受理条件
tax-1,tax事项1,税务局,20个工作日,年满18周岁
tax-9,新事项,税务局,10个工作日,
`
describe('importing in the browser', () => {
  it('shows what would change, publishes it when confirmed, and keeps who did it', async () => {
    const seen = await preview(office, FILE)
    expect(seen).toMatchObject({
      version: 1,
      outdated: false,
      rows: { read: 2, taken: 2, refused: 0 },
      changes: {
        counts: { added: 1, changed: 1, removed: 11 },
        added: [{ code: 'tax-9', name: '新事项', department: '税务局' }],
      },
    })
    expect(seen.changes.changed[0]?.fields).toContainEqual({
      field: 'conditions',
      before: null,
      after: '年满18周岁',
    })
    expect((await loadCatalogue(server.context, region))?.version).toBe(1)
    expect((await colleague.ask(deskCatalogue.imports, {})).imports).toMatchObject([
      { id: seen.id, file: '目录.csv', by: '办公室甲', taken: 2, refused: 0 },
    ])
    const done = await colleague.ask(deskCatalogue.confirm, {
      params: { id: seen.id },
      body: { version: 1, partial: false },
    })
    expect(done).toMatchObject({ version: 2, changed: true })
    expect((await loadCatalogue(server.context, region))?.items.map(({ code }) => code)).toEqual([
      'tax-1',
      'tax-9',
    ])
    const { versions } = await office.ask(deskCatalogue.versions, {})
    expect(versions[0]).toMatchObject({ origin: 'import', by: '办公室乙', file: '目录.csv' })
    expect(await office.refusal(deskCatalogue.preview, { params: { id: seen.id } })).toEqual([
      404,
      'notFound',
    ])
  })

  it('publishes nothing of a file with refused rows, unless the good rows are asked for', async () => {
    const seen = await preview(office, `${FILE}tax-1,又一个,税务局,,\n,,税务局,,\n`)
    expect(seen.rows).toMatchObject({ read: 4, taken: 2, refused: 2 })
    expect(seen.refused).toMatchObject([
      { line: 4, column: 'code', reason: 'duplicateCode', value: 'tax-1', firstLine: 2 },
      { line: 5, column: '事项名称', reason: 'nameMissing' },
    ])
    const confirm = (partial: boolean) => ({ params: { id: seen.id }, body: { version: 1, partial } })
    expect(await office.refusal(deskCatalogue.confirm, confirm(false))).toEqual([400, 'invalid'])
    expect((await loadCatalogue(server.context, region))?.version).toBe(1)
    expect(await office.ask(deskCatalogue.confirm, confirm(true))).toMatchObject({ version: 2 })
  })

  it('does not publish over a version that the preview was not compared with', async () => {
    const seen = await preview(office, FILE)
    await save(colleague, 'tax-1', { conditions: '年满18周岁' })
    await publish(colleague)
    const body = { version: 1, partial: false }
    expect(await office.refusal(deskCatalogue.confirm, { params: { id: seen.id }, body })).toEqual([
      409,
      'conflict',
    ])
    expect(await office.ask(deskCatalogue.preview, { params: { id: seen.id } })).toMatchObject({
      outdated: true,
    })
  })

  it('says why a file cannot be read, and keeps nothing of it', async () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0])
    expect(await upload(office, png)).toMatchObject({
      status: 400,
      body: { code: 'invalid', details: { reason: 'image' } },
    })
    expect(await upload(office, '')).toMatchObject({ status: 400 })
    expect((await office.ask(deskCatalogue.imports, {})).imports).toEqual([])
  })

  it('asks who is there before it takes a file, and takes none that is too large', async () => {
    const big = new Uint8Array(MAX_IMPORT_BYTES + 1)
    expect((await upload(office, big)).status).toBe(413)
    expect((await upload(tax, FILE)).status).toBe(403)
    expect((await upload(stranger(server), FILE)).status).toBe(401)
    expect(await office.refusal(deskCatalogue.upload, { query: { name: 'x' }, body: {} })).toEqual([
      400,
      'invalid',
    ])
  })
})

describe('versions', () => {
  it("publishes an older version's content again, as a new version, and says what it changes first", async () => {
    await save(office, 'tax-1', { conditions: '年满18周岁' })
    await publish(office)
    const before = await office.ask(deskCatalogue.changes, {
      params: { version: '1' },
      query: { against: 'latest' },
    })
    expect(before.changed).toMatchObject([
      { code: 'tax-1', fields: [{ field: 'conditions', before: '年满18周岁', after: null }] },
    ])
    expect(await office.ask(deskCatalogue.changes, { params: { version: '2' }, query: {} })).toMatchObject({
      counts: { added: 0, changed: 1, removed: 0 },
    })
    const restored = await office.ask(deskCatalogue.restore, {
      params: { version: '1' },
      body: { latest: 2, note: '发错了' },
    })
    expect(restored).toMatchObject({ version: 3, changed: true })
    const { versions } = await office.ask(deskCatalogue.versions, {})
    expect(versions[0]).toMatchObject({ version: 3, origin: 'rollback', restored: 1, note: '发错了' })
    const catalogue = await loadCatalogue(server.context, region)
    expect(catalogue?.items.find(({ code }) => code === 'tax-1')?.disclosures).toEqual(
      CATALOGUE.items[0]?.disclosures,
    )
    // a phone with the version that was taken back gets a delta too
    const manifest = v.parse(
      CatalogueManifest,
      await (await fetch(server.url + routes.manifest(region))).json(),
    )
    expect(manifest.deltas.map(({ from }) => from)).toContain(2)
  })

  it('restores nothing where somebody published meanwhile, or there is no such version', async () => {
    await save(office, 'tax-1', { conditions: '年满18周岁' })
    await publish(office)
    const restore = (version: string, latest: number) => ({ params: { version }, body: { latest } })
    expect(await office.refusal(deskCatalogue.restore, restore('1', 1))).toEqual([409, 'conflict'])
    expect(await office.refusal(deskCatalogue.restore, restore('7', 2))).toEqual([404, 'notFound'])
    expect(await office.refusal(deskCatalogue.restore, restore('2', 2))).toEqual([404, 'notFound'])
  })
})

describe('a region of which nothing is published', () => {
  it('has a desk that begins with the import, and whose other screens are empty', async () => {
    await bareRegion()
    expect(await office.ask(deskSession.current, {})).toMatchObject({ regionName: '新县', unpublished: true })
    expect(await office.ask(deskCatalogue.overview, {})).toMatchObject({ version: 0, items: 0 })
    expect((await office.ask(deskCases.list, {})).cases).toEqual([])
    expect((await office.ask(deskCases.options, {})).departments).toEqual([])
    expect((await office.ask(deskRatings.list, {})).ratings).toEqual([])
    expect(await office.send(deskReports.read, { params: { month: '2026-11' } })).toMatchObject({
      status: 200,
    })
    for (const path of [routes.manifest(region), routes.board(region), routes.publishedCases(region)])
      expect((await fetch(server.url + path)).status).toBe(404)
    expect((await send(server.url, caseOperation({ region })))[0]).toMatchObject({ status: 'refused' })
  })

  it('gets its first version from a file, by its office alone', async () => {
    await bareRegion()
    const table = 'item_code,name,department\nA-1,居住证办理,公安局\nA-1,户口迁移,公安局\nA-2,户口迁移,公安局'
    const read = await preview(office, table)
    expect(read).toMatchObject({ version: 0, outdated: false, rows: { read: 3, taken: 2, refused: 1 } })
    const params = { id: read.id }
    for (const desk of [tax, auditor])
      expect(
        await desk.refusal(deskCatalogue.confirm, { params, body: { version: 0, partial: true } }),
      ).toEqual([403, 'forbidden'])
    const published = await office.ask(deskCatalogue.confirm, { params, body: { version: 0, partial: true } })
    expect(published).toMatchObject({ version: 1, changed: true, deltaBytes: null })
    const { versions } = await office.ask(deskCatalogue.versions, {})
    expect(versions).toMatchObject([{ version: 1, origin: 'import', by: '办公室甲', items: 2 }])
    expect(await office.ask(deskSession.current, {})).not.toHaveProperty('unpublished')
    expect((await fetch(server.url + routes.manifest(region))).status).toBe(200)
  })

  it('is made once', async () => {
    await bareRegion()
    expect(
      await createRegion(server.context.db, { code: region, name: '别名', level: 'city', sample: false }),
    ).toBe(false)
    expect(await office.ask(deskSession.current, {})).toMatchObject({ regionName: '新县' })
  })
})

// Last: a day later every session has ended.
describe('a day later', () => {
  it('forgets a preview after a day, or when told to', async () => {
    const [first, second] = [await preview(office, FILE), await preview(office, FILE)]
    await office.ask(deskCatalogue.dropImport, { params: { id: first.id } })
    expect(await office.refusal(deskCatalogue.preview, { params: { id: first.id } })).toEqual([
      404,
      'notFound',
    ])
    now = new Date(now.getTime() + 25 * 3_600_000)
    const later = await signedIn(server, { role: 'office', region })
    expect(await later.refusal(deskCatalogue.preview, { params: { id: second.id } })).toEqual([
      404,
      'notFound',
    ])
    await preview(later, FILE)
    const left = await server.context.db
      .selectFrom('catalogue_previews')
      .select('id')
      .where('region', '=', region)
      .execute()
    expect(left).toHaveLength(1)
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { utils, write, type WorkSheet } from '@e965/xlsx'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#contract/routes'
import type { Board } from '#contract/board'
import type { CatalogueManifest } from '#contract/catalogue'
import type { CatalogueDelta, Region, ServiceItem } from '#domain/catalogue/types'
import { importCatalogue, type ImportRequest } from '#server/modules/catalogue/import/import-catalogue'
import { type ImportReport, UnreadableFile } from '#server/modules/catalogue/import/report'
import { loadCatalogue } from '#server/modules/catalogue/load'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let regions = 0
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const fresh = (): Region => ({
  code: `T-${String(++regions)}`,
  name: '测试区',
  level: 'county',
  sample: false,
})

/** Imports into a region of its own; gives the report and what was published. */
async function bring(
  data: Buffer | string,
  options: Partial<ImportRequest> = {},
): Promise<{ report: ImportReport; items: ServiceItem[]; region: Region; departments: string[] }> {
  const region = options.region ?? fresh()
  const file = { name: 'items', data: typeof data === 'string' ? Buffer.from(data) : data }
  const report = await importCatalogue(server.context, { partial: true, ...options, file, region })
  const catalogue = await loadCatalogue(server.context, region.code)
  return {
    report,
    region,
    items: catalogue?.items ?? [],
    departments: (catalogue?.departments ?? []).map(({ name }) => name),
  }
}

async function reasonOf(data: Buffer | string): Promise<string> {
  const failure = await bring(data).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(UnreadableFile)
  const { reason, detail } = failure as UnreadableFile
  return reason === 'openQuote' ? `${reason} ${detail ?? ''}` : reason
}

const HEADER = '事项编码,事项名称,实施主体,法定时限,承诺时限,收费标准'
const csv = (...lines: string[]) => [HEADER, ...lines].join('\n')

function xlsx(fill: (sheet: WorkSheet) => void, rows: unknown[][]): Buffer {
  const sheet = utils.aoa_to_sheet(rows)
  fill(sheet)
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, '目录')
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}

describe('encodings', () => {
  const text = csv('A1,居住证办理,区公安分局,20个工作日,即办件,不收费')
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 BOM', Buffer.from(`\ufeff${text}`)],
    ['GB18030', iconv.encode(text, 'gbk')],
    ['GB18030', iconv.encode(text.replaceAll(',', '\t'), 'gb18030')],
    ['UTF-16LE', iconv.encode(text, 'utf-16le', { addBOM: true })],
  ])('reads %s', async (encoding, data) => {
    const { report, items } = await bring(data)
    expect(report.file.encoding).toBe(encoding)
    expect(items[0]).toMatchObject({ code: 'A1', name: '居住证办理', disclosures: { feeStandard: '不收费' } })
  })
})

describe('limits in a table', () => {
  it('understands, or keeps as text and flags', async () => {
    const { items, report } = await bring(
      csv(
        'A1,甲,区局,20个工作日,即办件,不收费',
        'A2,乙,区局,60日,十五个工作日,见窗口',
        'A3,丙,区局,７个工作日,—,0元',
        'A4,丁,区局,"法定15个工作日，承诺5个工作日",,无',
        'A5,戊,区局,2个月,20,',
        'A6,己,区局,见窗口,5-10个工作日,免费',
      ),
    )
    const limits = items.map(({ disclosures }) => [
      disclosures.statutoryLimit?.limit?.amount,
      disclosures.promisedLimit?.limit?.amount,
    ])
    expect(limits).toEqual([
      [20, 0],
      [60, 15],
      [7, undefined],
      [15, 5],
      [undefined, undefined],
      [undefined, undefined],
    ])
    expect(items[4]?.disclosures).toMatchObject({
      statutoryLimit: { text: '2个月' },
      promisedLimit: { text: '20' },
    })
    expect(report.flags.map(({ line, column, reason, code }) => [line, column, reason, code])).toEqual([
      [6, '法定时限', 'limitNotUnderstood', 'A5'],
      [6, '承诺时限', 'limitNotUnderstood', 'A5'],
      [7, '承诺时限', 'limitNotUnderstood', 'A6'],
    ])
    expect(items[4]?.flags).toEqual([
      { field: 'statutoryLimit', reason: 'limitNotUnderstood' },
      { field: 'promisedLimit', reason: 'limitNotUnderstood' },
    ])
    expect(report.disclosed).toMatchObject({ statutoryLimit: 5, promisedLimit: 5, feeStandard: 3 })
  })

  it('takes the unit from the header, from a unit column, or from the caller', async () => {
    const header = await bring('名称,部门,法定时限（工作日）,承诺时限(天)\n甲,区局,20,5')
    expect(header.items[0]?.disclosures).toMatchObject({
      statutoryLimit: { text: '20个工作日', limit: { amount: 20, unit: 'workday' } },
      promisedLimit: { text: '5日', limit: { amount: 5, unit: 'day' } },
    })
    const column = await bring(
      'name,department,statutory_limit,statutory_unit\n甲,区局,0,当场\n乙,区局,30,日\n丙,区局,3,月',
    )
    expect(column.items.map(({ disclosures }) => disclosures.statutoryLimit)).toEqual([
      { text: '即办', limit: { amount: 0, unit: 'onTheSpot' } },
      { text: '30日', limit: { amount: 30, unit: 'day' } },
      { text: '3月' },
    ])
    const caller = await bring('名称,部门,法定时限\n甲,区局,20', { limitUnit: 'workday' })
    expect(caller.items[0]?.disclosures.statutoryLimit?.limit).toEqual({ amount: 20, unit: 'workday' })
  })

  it('does not guess which limit an unlabelled one is', async () => {
    const { items, report } = await bring(
      '名称,部门,办理时限\n甲,区局,5个工作日\n乙,区局,法定20个工作日；承诺即办',
    )
    expect(items[0]?.disclosures).toEqual({ promisedLimit: { text: '5个工作日' } })
    expect(items[1]?.disclosures.promisedLimit?.limit).toEqual({ amount: 0, unit: 'onTheSpot' })
    expect(report.flags.map(({ reason }) => reason)).toContain('limitUnlabelled')
  })
})

describe('codes', () => {
  it('refuses a code that is there twice, naming both lines, and publishes nothing unless asked', async () => {
    const text = csv('A1,甲,区局,,,', 'A2,乙,区局,,,', 'A1,丙,区局,,,')
    const region = fresh()
    const { report } = await bring(text, { region, partial: false })
    expect(report.refused).toEqual([
      { line: 4, column: 'code', reason: 'duplicateCode', value: 'A1', firstLine: 2 },
    ])
    expect(report.published).toBeUndefined()
    expect(await loadCatalogue(server.context, region.code)).toBeUndefined()
    const partial = await bring(text, { region })
    expect(partial.report.published).toMatchObject({ version: 1, changed: true })
    expect(partial.items.map(({ name }) => name)).toEqual(['甲', '乙'])
  })

  it('makes the same code every time where there is none, and flags it', async () => {
    const text = '事项名称,部门\n居住证办理,区公安分局\n居住证办理,区教育局\n居住证办理,区公安分局'
    const first = await bring(text)
    const again = await bring(
      text.split('\n').toReversed().slice(0, 3).reverse().join('\n').replace(/^/, '事项名称,部门\n'),
    )
    expect(first.items.map(({ code }) => code)).toEqual([
      expect.stringMatching(/^mc-[0-9a-f]{12}$/),
      expect.stringMatching(/^mc-[0-9a-f]{12}$/),
    ])
    expect(new Set(again.items.map(({ code }) => code))).toEqual(new Set(first.items.map(({ code }) => code)))
    expect(first.items[0]?.flags).toEqual([{ field: 'code', reason: 'codeDerived' }])
    expect(first.report.refused).toMatchObject([{ line: 4, reason: 'duplicateItem', firstLine: 2 }])
  })

  it('refuses codes that a spreadsheet has ruined, or that no address can carry', async () => {
    const { report } = await bring(
      csv('4.5E+17,甲,区局,,,', 'A 1,乙,区局,,,', 'A/1,丙,区局,,,', `${'9'.repeat(201)},丁,区局,,,`),
    )
    expect(report.refused.map(({ line, reason, column }) => [line, reason, column])).toEqual([
      [2, 'codeDamaged', '事项编码'],
      [3, 'codeInvalid', '事项编码'],
      [4, 'codeInvalid', '事项编码'],
      [5, 'codeInvalid', '事项编码'],
    ])
  })
})

describe('rows', () => {
  it('refuses what names nothing, and what is shifted or cut', async () => {
    const { report, items } = await bring(
      csv(
        'A1,,区局,,,',
        'A2,乙,,,,',
        'A3,丙,区局,,,,多出来的',
        'A4,丁,区局',
        'A5,电话咨询,区局,,,',
        'A6,最后',
      ),
    )
    expect(report.refused.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, '事项名称', 'nameMissing'],
      [3, '实施主体', 'departmentMissing'],
      [4, '#7', 'tooManyCells'],
      [7, '#2', 'rowCut'],
    ])
    expect(items.map(({ name }) => name)).toEqual(['丁', '电话咨询'])
    expect(report.rows).toEqual({ read: 6, taken: 2, refused: 4, flagged: 1 })
  })

  it('keeps long cells, and lines within cells', async () => {
    const long = '申请人应当具备下列条件。'.repeat(900)
    const { items, report } = await bring(
      `名称,部门,受理条件,申请材料,办理流程\n甲,区局,"${long}","1.身份证\n2.户口簿；照片","受理→审查→决定"\n乙,区局,"一\n\n二",无,见窗口`,
    )
    expect(report.refused).toEqual([])
    expect(items[0]?.disclosures.conditions).toBe(long)
    expect(items[0]?.materials?.map(({ name }) => name)).toEqual(['身份证', '户口簿', '照片'])
    expect(items[0]?.steps?.map(({ name }) => name)).toEqual(['受理', '审查', '决定'])
    expect(items[1]?.disclosures.conditions).toBe('一\n\n二')
    expect(items[1]?.materials).toBeUndefined()
    expect(report.disclosed).toMatchObject({ conditions: 2, procedure: 1 })
  })

  it('takes the text of HTML, flags it, and never a script', async () => {
    const { items, report } = await bring(
      `名称,部门,受理条件,收费标准\n甲,区局,"<p>年满18周岁&nbsp;</p><script>alert(1)</script><p onclick=""x()"">金额<5万元</p>",<5万元不收费`,
    )
    expect(items[0]?.disclosures.conditions).toBe('年满18周岁\n金额<5万元')
    expect(items[0]?.disclosures.feeStandard).toBe('<5万元不收费')
    expect(report.flags.map(({ column, reason }) => [column, reason])).toContainEqual(['受理条件', 'html'])
  })

  it('fills departments down only where asked to', async () => {
    const text = '部门,名称\n区公安分局,甲\n,乙\n'
    expect((await bring(text)).report.refused).toMatchObject([{ line: 3, reason: 'departmentMissing' }])
    expect((await bring(text, { fillDown: true })).items.map(({ department }) => department)).toHaveLength(2)
    expect((await bring('名称,类型\n甲,公共服务', { department: '区民政局' })).departments).toEqual([
      '区民政局',
    ])
  })
})

describe('workbooks', () => {
  const title = '示例县政务服务事项目录（2026年版）'
  const rows = [
    [title, '', '', '', '', ''],
    ['序号', '部门', '事项名称', '时限', '', '收费标准'],
    ['', '', '', '法定', '承诺', ''],
    [1, '县民政局', '临时救助', 20, '5个工作日', '不收费'],
    [2, '', '婚姻登记', '当场办结', '即办件', '不收费'],
    [3, '县公安局', '居住证办理', '15个工作日', '', ''],
  ]
  const merges = (sheet: WorkSheet) => {
    const at = (range: string) => utils.decode_range(range)
    sheet['!merges'] = ['A1:F1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:E2', 'F2:F3', 'B4:B5'].map(at)
  }

  it('finds the header under a merged title and fills merged departments down', async () => {
    const { items, departments, report } = await bring(xlsx(merges, rows), { limitUnit: 'workday' })
    expect(departments).toEqual(['县民政局', '县公安局'])
    expect(items.map(({ name }) => name)).toEqual(['临时救助', '婚姻登记', '居住证办理'])
    expect(items[0]?.disclosures).toMatchObject({
      statutoryLimit: { limit: { amount: 20, unit: 'workday' } },
      promisedLimit: { limit: { amount: 5, unit: 'workday' } },
    })
    expect(items[0]?.department).toBe(items[1]?.department)
    expect(report.ignored.columns).toEqual(['序号'])
    expect(report.file.kind).toBe('xlsx')
  })

  it('never evaluates a formula: the stored value, or a flag', async () => {
    const data = xlsx(
      (sheet) => {
        sheet.C2 = { t: 's', v: '年满18周岁', f: 'CONCATENATE("年满","18周岁")' }
        sheet.D2 = { t: 'z', f: 'HYPERLINK("http://example.org")' }
        sheet.E2 = { t: 'e', v: 0x17, w: '#REF!' }
        sheet.F2 = { t: 'n', v: 46_086, z: 'm"月"d"日"' }
      },
      [
        ['事项名称', '部门', '受理条件', '收费依据', '收费标准', '承诺时限'],
        ['甲', '区局', '', '', '', ''],
      ],
    )
    const { items, report } = await bring(data)
    expect(items[0]?.disclosures).toMatchObject({ conditions: '年满18周岁' })
    expect(items[0]?.disclosures).not.toHaveProperty('feeBasis')
    expect(items[0]?.disclosures).not.toHaveProperty('feeStandard')
    expect(items[0]?.disclosures.promisedLimit?.limit).toBeUndefined()
    expect(report.flags.map(({ column, reason }) => [column, reason])).toEqual(
      expect.arrayContaining([
        ['收费依据', 'formula'],
        ['收费标准', 'cellError'],
        ['承诺时限', 'dateCell'],
      ]),
    )
  })

  it('reads a table of HTML that was saved as a spreadsheet', async () => {
    const html =
      '<html><body><table><tr><th>事项名称</th><th>部门</th></tr><tr><td>甲</td><td>区局</td></tr></table></body></html>'
    expect((await bring(html)).items.map(({ name }) => name)).toEqual(['甲'])
  })

  it('reads every sheet that has a header, and names the others', async () => {
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet([['填表说明'], ['请如实填写']]), '说明')
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['名称', '部门'],
        ['甲', '一局'],
      ]),
      '一局',
    )
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['名称', '部门'],
        ['乙', '二局'],
        ['', '二局'],
      ]),
      '二局',
    )
    const { items, report } = await bring(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
    expect(items.map(({ name }) => name)).toEqual(['甲', '乙'])
    expect(report.ignored.sheets).toEqual(['说明'])
    expect(report.refused).toMatchObject([{ sheet: '二局', line: 3, reason: 'nameMissing' }])
  })
})

describe('files that cannot be read', () => {
  const book = xlsx(
    () => undefined,
    [['名称', '部门'], ...Array.from({ length: 200 }, (_, i) => [`第${i}项`, '区局'])],
  )
  it.each<[string, string, Buffer | string]>([
    ['a picture named .csv', 'image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['a photo', 'image', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['a PDF', 'pdf', '%PDF-1.7\n'],
    ['nothing', 'empty', ''],
    ['a cut workbook', 'brokenWorkbook', book.subarray(0, Math.floor(book.length / 2))],
    ['cut JSON', 'brokenJson', '[{"service_name":"居住证办理","depart'],
    ['JSON that is no list', 'notAList', '{"service_name":"居住证办理"}'],
    ['a CSV cut in a quoted cell', 'openQuote 3', '名称,部门\n甲,区局\n乙,"区\n局'],
    ['bytes', 'binary', Buffer.from([1, 2, 0, 3, 255, 254])],
    ['no known encoding', 'unknownEncoding', Buffer.from([0x61, 0xff, 0xfe, 0x81, 0x62])],
    ['no header', 'noHeader', '一,二\n三,四'],
    ['a header alone', 'noRows', '名称,部门\n'],
  ])('%s: %s', async (_what, reason, data) => {
    expect(await reasonOf(data)).toBe(reason)
  })
})

describe('the portal’s JSON', () => {
  const entry = (more: object) => ({
    service_name: '居住证办理',
    department: '市公安局',
    source_item_id: 'x1',
    legal_days: 20,
    promise_days: 0,
    handle_address: '示例市江滨大道8号，市政务服务中心二楼3、4号窗口。',
    handle_time: '工作日：9∶00—12∶00',
    ...more,
  })
  it('refuses bad entries by number and key, and takes in the rest', async () => {
    const { report, items } = await bring(
      JSON.stringify([
        entry({}),
        entry({ source_item_id: 'x2', legal_days: -1 }),
        entry({ source_item_id: 'x3', service_name: undefined }),
        7,
        entry({ source_item_id: 'x4', department: '—' }),
        entry({ source_item_id: 'x5', is_charge: true, handle_address: '示例市人民路1号某楼' }),
      ]),
    )
    expect(report.refused.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, 'legal_days', 'wrongShape'],
      [3, 'service_name', 'nameMissing'],
      [4, '-', 'wrongShape'],
      [5, 'department', 'departmentMissing'],
    ])
    expect(items[0]?.disclosures).toMatchObject({
      statutoryLimit: { text: '20个工作日', limit: { amount: 20, unit: 'workday' } },
      promisedLimit: { text: '即办', limit: { amount: 0, unit: 'onTheSpot' } },
    })
    expect(items[1]?.flags).toEqual([{ field: 'feeStandard', reason: 'feeWithoutStandard' }])
    expect(items[1]?.places).toEqual([{ address: '示例市人民路1号某楼', hours: '工作日：9∶00—12∶00' }])
  })
  it('gathers halls and counters that an address clearly names', async () => {
    const { region } = await bring(
      JSON.stringify([
        entry({}),
        entry({ source_item_id: 'x2', handle_address: '示例市江滨大道8号市政务服务中心2楼3.4号窗口' }),
        entry({ source_item_id: 'x3', handle_address: '示例市江滨大道8号市政务服务中心' }),
      ]),
      { region: { ...fresh(), name: '示例市', level: 'city' } },
    )
    const catalogue = (await loadCatalogue(server.context, region.code))!
    expect(catalogue.venues).toMatchObject([
      { name: '示例市政务服务中心', address: '示例市江滨大道8号', level: 'city' },
    ])
    expect(catalogue.counters).toMatchObject([{ name: '2楼 3、4号窗口' }])
    expect(catalogue.items.map(({ places }) => places?.[0]?.counter)).toEqual([
      catalogue.counters[0]!.id,
      catalogue.counters[0]!.id,
      undefined,
    ])
  })
})

describe('importing again', () => {
  const rows = (changed: number) =>
    csv(
      ...Array.from(
        { length: 400 },
        (_, i) => `A${i},第${i}项业务办理,区局${i % 9},20个工作日,${i < changed ? 3 : 5}个工作日,不收费`,
      ),
    )
  it('publishes nothing for the same file, and a delta with only what changed', async () => {
    const region = fresh()
    await bring(rows(0), { region })
    expect((await bring(rows(0), { region })).report.published).toMatchObject({ version: 1, changed: false })
    const { report } = await bring(rows(10), { region })
    expect(report.published).toMatchObject({ version: 2, changed: true })
    const manifest = (await (
      await fetch(server.url + routes.manifest(region.code))
    ).json()) as CatalogueManifest
    const delta = (await (await fetch(server.url + manifest.deltas[0]!.url)).json()) as CatalogueDelta
    expect(delta.items.put.map(({ code }) => code).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, i) => `A${i}`),
    )
    expect(manifest.deltas[0]!.bytes).toBeLessThan(10_000)
  })
  it('says nothing twice on a dry run, and keeps reports of real ones', async () => {
    const region = fresh()
    const { report } = await bring(rows(0), { region, dryRun: true })
    expect(report.rows.taken).toBe(400)
    expect(report.published).toBeUndefined()
    await bring(rows(0), { region })
    const kept = await server.context.db
      .selectFrom('import_reports')
      .select(['version', 'report'])
      .where('region', '=', region.code)
      .execute()
    expect(kept).toMatchObject([{ version: 1, report: { rows: { taken: 400 } } }])
  })
  it('reads back what the open data gives, without a formula in it', async () => {
    const { region } = await bring(
      '编码,名称,部门,受理条件\nA1,甲,区局,"=HYPERLINK(""http://x"")"\nA2,乙,区局,@SUM(1)',
    )
    const data = await (await fetch(`${server.url}/api/v1/regions/${region.code}/open-data/items.csv`)).text()
    expect(data).toContain(`'=HYPERLINK(`)
    expect(data).toContain(`'@SUM(1)`)
    expect((await bring(data)).items.map(({ code, name }) => [code, name])).toEqual([
      ['A1', '甲'],
      ['A2', '乙'],
    ])
    const json = (await (
      await fetch(`${server.url}/api/v1/regions/${region.code}/open-data/items.json`)
    ).json()) as {
      items: unknown[]
    }
    expect(json.items).toHaveLength(2)
  })
})

const real = (name: string) => new URL(`../../../shared/data/${name}`, import.meta.url)
const portal = real('fangchenggang-items.json')
describe.runIf(existsSync(portal))('real files, where they are at hand', () => {
  it('takes in all 614 items of a city, and the board tells their promise speed-up', async () => {
    const region: Region = { code: '450600', name: '防城港市', level: 'city', sample: false }
    const { report } = await bring(readFileSync(portal), { region, partial: false })
    expect(report.rows).toMatchObject({ read: 614, taken: 614, refused: 0 })
    expect(report.counts.departments).toBe(35)
    expect(report.disclosed).toMatchObject({
      legalBasis: 0,
      feeBasis: 0,
      feeStandard: 0,
      statutoryLimit: 603,
    })
    const board = (await (await fetch(server.url + routes.board('450600'))).json()) as Board
    expect(board.total.promiseSpeedup).toBeCloseTo(0.6621, 4)
    expect(board.total.promiseSpeedupItems).toBe(603)
  })
  it('takes in all 1,135 items of a district', async () => {
    const { report } = await bring(readFileSync(real('guangan-items.csv')), { partial: false })
    expect(report.rows).toMatchObject({ read: 1135, taken: 1135, refused: 0 })
    expect(report.counts.departments).toBe(34)
  })
})

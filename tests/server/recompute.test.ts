/** The published board against one computed from the open data alone: they must agree to the last digit. */
import { existsSync, readFileSync } from 'node:fs'
import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { overHttp, recompute, withoutServer } from '../../src/server/cli/recompute.ts'
import { importCatalogue } from '../../src/server/modules/catalogue/import/import-catalogue.ts'
import { DATA_SETS, DICTIONARY } from '../../src/server/modules/board/dictionary.ts'
import { loadSample } from '../../src/server/modules/sample/load.ts'
import { caseOperation, publishRegion, ratingOperation, REGION, send } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ now: () => new Date('2026-11-23T08:00:00Z') })
  await loadSample(server.context)
})
afterAll(() => server.close())

const REAL = ['fangchenggang-items.json', 'guangan-items.csv']
const real = (name: string) => new URL(`../../../shared/data/${name}`, import.meta.url)

const SAMPLE = '000000'
const open = (file: string, region = SAMPLE) =>
  fetch(`${server.url}/api/v1/regions/${region}/open-data/${file}`)

describe('recompute', () => {
  it('agrees on the sample district, over the network and without a server', async () => {
    const { board, figures, differences } = await recompute(overHttp(server.url), SAMPLE)
    expect(differences).toEqual([])
    expect(figures).toBeGreaterThan(33 * 20)
    expect(board.total.keptPromises).toBeGreaterThan(0)
    expect(board.total.followUps).toBeGreaterThan(0)
    expect(board.months).toHaveLength(12)
    expect(board.months.reduce((sum, month) => sum + month.cases, 0)).toBe(board.total.cases)
    const again = await withoutServer(server.context, (get) => recompute(get, SAMPLE))
    expect(again.differences).toEqual([])
  })

  it('says which figure differs when one row of the open data is not as it was', async () => {
    const honest = overHttp(server.url)
    const { differences } = await recompute(async (path) => {
      const file = (await honest(path)) as Record<string, { level: number }[]>
      if (path.endsWith('/ratings.json')) file.ratings!.find(({ level }) => level >= 3)!.level = 1
      return file
    }, SAMPLE)
    expect(differences).toContainEqual(expect.stringMatching(/^total\.satisfaction: /))
  })

  it('agrees where departments have too few records to be named, and where nothing happened yet', async () => {
    await publishRegion(server.context)
    expect((await recompute(overHttp(server.url), REGION)).differences).toEqual([])
    const subjects = ['tax-1', 'land-1', 'land-2', 'police-1', 'police-2', 'police-3']
    await send(
      server.url,
      ...subjects.flatMap((item) => [
        caseOperation({ subject: { item } }),
        ratingOperation({ subject: { item }, actualDays: 3 }),
      ]),
    )
    const { board, differences } = await recompute(overHttp(server.url), REGION)
    expect(differences).toEqual([])
    expect(board.total.cases).toBe(6)
    const rows = (
      (await (await open('cases.json', REGION)).json()) as { cases: { department: string | null }[] }
    ).cases
    expect(rows.map(({ department }) => department)).toEqual(Array(6).fill(null))
  })

  it.runIf(existsSync(real(REAL[0]!))).each(REAL)('agrees on %s, where it is at hand', async (name) => {
    const region = name.startsWith('fang') ? '450600' : '511600'
    await importCatalogue(server.context, {
      file: { name, data: readFileSync(real(name)) },
      region: { code: region, name, level: 'city', sample: false },
      partial: true,
    })
    const { board, differences } = await recompute(overHttp(server.url), region)
    expect(differences).toEqual([])
    expect(board.total.items).toBe(name.startsWith('fang') ? 614 : 1135)
  })
})

describe('open data', () => {
  it.each(DATA_SETS)('%s has exactly the columns of the dictionary, in CSV and JSON', async (set) => {
    const names: string[] = DICTIONARY[set].map(({ name }) => name)
    const csv = await (await open(`${set}.csv`)).text()
    expect(csv.replace('\ufeff', '').split('\r\n')[0]!.split(',')).toEqual(names)
    const rows = ((await (await open(`${set}.json`)).json()) as Record<string, object[]>)[set]!
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(Object.keys(row).sort()).toEqual([...names].sort())
  })

  it('comes as one workbook, in which no cell is a formula', async () => {
    const response = await open('all.xlsx')
    expect(response.headers.get('content-disposition')).toContain('000000-open-data.xlsx')
    const book = read(Buffer.from(await response.arrayBuffer()))
    expect(book.SheetNames).toEqual([...DATA_SETS, 'dictionary'])
    expect(utils.sheet_to_json(book.Sheets.items!)).toHaveLength(221)
    const cells = Object.values(book.Sheets).flatMap((sheet) => Object.values<{ f?: string }>(sheet as never))
    for (const cell of cells) expect(cell.f).toBeUndefined()
  })

  it('tells what the columns mean, and has no other files', async () => {
    expect(await (await open('dictionary.json')).json()).toMatchObject({
      license: 'CC0-1.0',
      dataSets: { cases: expect.any(Array) },
    })
    expect((await open('dictionary.csv')).status).toBe(200)
    for (const file of ['secrets.json', 'all.csv', 'cases.xlsx', 'cases.xml'])
      expect((await open(file)).status).toBe(404)
  })
})

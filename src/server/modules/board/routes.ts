/** The public board, and the open data it can be recomputed from. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { API } from '#contract/routes'
import type { Catalogue } from '#domain/catalogue/types'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { noneMatchHolds } from '../catalogue/negotiation.ts'
import { toCsv } from './csv.ts'
import { DATA_SETS, type DataSet, DICTIONARY } from './dictionary.ts'
import { asRows, openRows } from './open-data.ts'
import { boardOf } from './service.ts'
import { toXlsx } from './xlsx.ts'

const unknownRegion = (region: string) =>
  new HttpError('unknownRegion', 'this server has no such region', { region })

const FORMATS = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Format = keyof typeof FORMATS
const FILE = new RegExp(`^(${DATA_SETS.join('|')}|all|dictionary)\\.(csv|json|xlsx)$`)

const headersOf = (set: DataSet): string[] => DICTIONARY[set].map(({ name }) => name)

export function registerBoardRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Params: { region: string } }>(`${API}/regions/:region/board`, async (request, reply) => {
    const known = await boardOf(context, request.params.region)
    if (!known) throw unknownRegion(request.params.region)
    const etag = `"${createHash('sha256').update(known.mark).digest('hex').slice(0, 24)}"`
    void reply.header('cache-control', 'no-cache').header('etag', etag)
    if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
    return known.board
  })

  app.get<{ Params: { region: string; file: string } }>(
    `${API}/regions/:region/open-data/:file`,
    async (request, reply) => {
      const { region, file } = request.params
      const [, set, format] = FILE.exec(file) ?? []
      const catalogue = set === undefined ? undefined : await loadCatalogue(context, region)
      // All at once fits one workbook only; a dictionary needs no workbook.
      if (set === undefined || (set === 'all') !== (format === 'xlsx'))
        throw new HttpError('notFound', 'no such open data')
      if (!catalogue) throw unknownRegion(region)
      void reply.header('cache-control', 'no-cache').type(FORMATS[format as Format])
      if (format !== 'json')
        void reply.header(
          'content-disposition',
          `attachment; filename="${region}-${file.replace('all', 'open-data')}"`,
        )
      if (set === 'items') {
        const etag = `"${catalogue.version}-${file}"`
        void reply.header('etag', etag)
        if (noneMatchHolds(request.headers['if-none-match'], etag)) return reply.code(304).send()
      }
      return dataFile(context, catalogue, set as DataSet | 'all' | 'dictionary', format as Format)
    },
  )
}

async function dataFile(
  context: Context,
  catalogue: Catalogue,
  set: DataSet | 'all' | 'dictionary',
  format: Format,
): Promise<string | Buffer | object> {
  const now = context.now()
  const rowsOf = async (of: DataSet) => asRows(await openRows(context, catalogue, of, now))
  const dictionary = DATA_SETS.flatMap((dataSet) =>
    DICTIONARY[dataSet].map((column) => ({ dataSet, ...column })),
  )
  if (set === 'all') {
    const sheets = await Promise.all(
      DATA_SETS.map(async (name) => ({ name, headers: headersOf(name), rows: await rowsOf(name) })),
    )
    return toXlsx([
      ...sheets,
      { name: 'dictionary', headers: ['dataSet', 'name', 'type', 'zh', 'en'], rows: dictionary },
    ])
  }
  if (set === 'dictionary')
    return format === 'csv' ? toCsv(dictionary) : { license: 'CC0-1.0', dataSets: DICTIONARY }
  const rows = await rowsOf(set)
  if (format === 'csv') return toCsv(rows, headersOf(set))
  const { region, version, publishedAt } = catalogue
  return { region, catalogueVersion: version, publishedAt, asOf: now.toISOString(), [set]: rows }
}

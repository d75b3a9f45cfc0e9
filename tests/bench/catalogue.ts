/**
 * `npm run bench -- catalogue [FILE …]`: what catalogues weigh on the wire: whole, as heads and details, and as the delta
 * of ten changed items; scaled to 3,000 items, and what of it a phone in the middle of the details must fetch again.
 * Without files it takes the sample district's.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { diffCatalogue } from '../../src/domain/catalogue/delta.ts'
import type { Catalogue, Region } from '../../src/domain/catalogue/types.ts'
import { packJson } from '../../src/server/modules/catalogue/compress.ts'
import { assemble } from '../../src/server/modules/catalogue/import/assemble.ts'
import { readCsv } from '../../src/server/modules/catalogue/import/csv.ts'
import { decodeText, kindOf } from '../../src/server/modules/catalogue/import/file-kind.ts'
import { readJson } from '../../src/server/modules/catalogue/import/read-json.ts'
import { readTable } from '../../src/server/modules/catalogue/import/read-table.ts'
import { readWorkbook } from '../../src/server/modules/catalogue/import/workbook.ts'
import { type ChunkFile, chunksOf, headsFile } from '../../src/server/modules/catalogue/parts.ts'
import { type CatalogueSource, contentOf } from '../../src/server/modules/catalogue/source.ts'
import { sampleCatalogue } from '../../src/server/modules/sample/catalogue.ts'

const region: Region = { code: 'bench', name: '测试区', level: 'county', sample: false }

function sourceOf(path: string): CatalogueSource {
  const data = readFileSync(path)
  const kind = kindOf(data)
  const text = () => decodeText(data).text
  const reading =
    kind === 'json'
      ? readJson(text())
      : readTable(kind === 'csv' ? [readCsv(text())] : readWorkbook(kind === 'html' ? text() : data))
  return assemble(reading.drafts, { region, today: '2026-01-01', codeColumn: 'code' }).source
}

async function parts(catalogue: Catalogue) {
  const chunks: ChunkFile[] = []
  for (const details of chunksOf(catalogue.items)) {
    const { sha256, plainBytes, brotli } = await packJson({ details })
    chunks.push({ sha256, plainBytes, bytes: brotli.length, items: details.length })
  }
  return { heads: (await packJson(headsFile(catalogue, chunks))).brotli.length, chunks }
}

async function weigh(name: string, source: CatalogueSource): Promise<void> {
  const content = contentOf(source)
  const started = performance.now()
  const catalogue: Catalogue = { version: 1, publishedAt: '2026-01-01T00:00:00.000Z', ...content }
  const whole = await packJson(catalogue)
  const packing = performance.now() - started
  const { heads, chunks } = await parts(catalogue)
  const details = chunks.reduce((sum, { bytes }) => sum + bytes, 0)
  const every = Math.max(1, Math.floor(catalogue.items.length / 10))
  const changed: Catalogue = {
    ...catalogue,
    version: 2,
    items: catalogue.items.map((item, i) =>
      i % every === 0 && i / every < 10
        ? { ...item, disclosures: { ...item.disclosures, promisedLimit: { text: '3个工作日' } } }
        : item,
    ),
  }
  const delta = diffCatalogue(catalogue, changed)
  const packed = await packJson(delta)
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  const at3000 = (bytes: number) => kB((bytes / catalogue.items.length) * 3000)
  const largest = Math.max(...chunks.map(({ bytes }) => bytes))
  console.log(
    [
      `${name}: ${catalogue.items.length} items`,
      `  whole: plain ${kB(whole.plainBytes)}, brotli ${kB(whole.brotli.length)}, gzip ${kB(whole.gzip.length)}; ` +
        `at 3,000 items ${at3000(whole.brotli.length)}; packed in ${packing.toFixed(0)} ms`,
      `  heads, after which the list is usable: brotli ${kB(heads)}; at 3,000 items ${at3000(heads)} (design 300 kB)`,
      `  details behind them: ${chunks.length} chunks, brotli ${kB(details)}, the largest ${kB(largest)}; ` +
        `at 3,000 items ${at3000(details)}; heads and details together are ${((heads + details) / whole.brotli.length).toFixed(2)} of the whole`,
      `  delta of ${delta.items.put.length} items: brotli ${kB(packed.brotli.length)} (design 10 kB)`,
    ].join('\n'),
  )
}

const files = process.argv.slice(2)
await weigh('sample district', sampleCatalogue())
for (const file of files) await weigh(basename(file), sourceOf(file))

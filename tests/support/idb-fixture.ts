/**
 * Writes `tests/fixtures/idb/v<version>.json`: the database of a phone of the present version, with everything that may wait unsent on one.
 * Run it once when the schema's version goes up, and commit the file beside those of earlier versions, which are never
 * made again: `node --import tsx tests/support/idb-fixture.ts`.
 */
import 'fake-indexeddb/auto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PublicNoticeList } from '#contract/public-notices'
import { routes } from '#contract/routes'
import type { OperationPayload } from '#contract/sync'
import { caseOperation, newReceipt, operation, Phone, photo, ratingOperation, REGION } from './filing.ts'
import { chanceOf } from '../flows/simulation/chance.ts'
import { createFlowPhone } from '../flows/simulation/phone.ts'
import { dumpDatabase } from './idb-dump.ts'

const NAME = 'fixture'
const phone = createFlowPhone(NAME, 'http://127.0.0.1:9', fetch, chanceOf(1), Date.now())
const { filing, database } = phone

const file = async (made: ReturnType<typeof operation>, photos: Awaited<ReturnType<typeof photo>>[] = []) => {
  for (const { bytes, sha256 } of photos) await phone.keepBlob(bytes, sha256)
  await filing.file({
    type: made.type,
    payload: made.payload,
    entity: made.entity,
    attachments: photos.map(({ ref }) => ref),
    title: made.type,
  })
}

const pictures = [await photo(), await photo(), await photo()] as const
await file(ratingOperation())
const receipt = newReceipt()
const withPhotos = caseOperation({
  photos: [pictures[0].ref, pictures[1].ref],
  receiptDigest: receipt.digest,
})
await file(withPhotos, [pictures[0], pictures[1]])
const act: OperationPayload<'case.act'> = {
  id: phone.newId(),
  caseId: withPhotos.id,
  receiptDigest: receipt.digest,
  action: { type: 'withdraw' },
}
await file({ ...operation('case.act', act), entity: withPhotos.id })
const device = new Phone()
const inspection = device.inspection()
await file(inspection)
await file(device.inspection({}, [pictures[2]]), [pictures[2]])
await file(device.reply(inspection.id, '哪个窗口？', '1号窗口。'))
// All have been tried once, over a line that was not there.
await phone.drain()
// One was refused and is still to be read; one form is half written; one public page was read.
const refused = ratingOperation()
await file(refused)
await database.write(['outbox', 'drafts', 'publicAnswers'], 'strict', async (tx) => {
  const entry = await tx.objectStore('outbox').get(refused.id)
  if (!entry) throw new Error('nothing was filed')
  const at = entry.savedAt
  await tx.objectStore('outbox').put({
    ...entry,
    state: 'needsAttention',
    refusal: { code: 'unknownRegion', message: 'no such region', at },
  })
  await tx.objectStore('drafts').put({
    id: phone.newId(),
    kind: 'case',
    createdAt: at,
    updatedAt: at,
    data: { text: '写了一半' },
    photos: [],
  })
  const list: PublicNoticeList = { regionName: '试验县', notices: [] }
  await tx.objectStore('publicAnswers').put({ path: routes.publicNotices(REGION), value: list, at })
})

const dump = await dumpDatabase(NAME)
const { x, y } = device.publicKey
const target = join(import.meta.dirname, `../fixtures/idb/v${dump.version}.json`)
writeFileSync(target, `${JSON.stringify({ device: { id: device.device, x, y }, ...dump }, null, 1)}\n`)
await phone.close()
process.exit(0)

/** The catalogue at the desk: looking at it, editing items, importing lists, publishing and restoring versions. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, LocalId, Text } from '../fields.ts'
import {
  CatalogueChangesView,
  CatalogueOverview,
  CatalogueVersion,
  count,
  ImportPreview,
  ItemDetail,
  ItemEditSchema,
  ItemFilters,
  ItemPage,
  PendingEdits,
  Published,
  version,
} from './catalogue-views.ts'
import { Done } from './session.ts'

/** Bytes of a file that is imported in the browser; the command line takes larger ones. */
export const MAX_IMPORT_BYTES = 20 * 1024 * 1024

const OfItem = v.object({ code: LocalId })
const OfImport = v.object({ id: Id })
const OfVersion = v.object({ version: v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/, 'not a version')) })
const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,6}$/))

export const deskCatalogue = {
  overview: endpoint({
    method: 'GET',
    path: '/catalogue',
    capability: 'catalogue.read',
    summary: 'Completeness of each department, findings by rule, what waits for publishing',
    answer: CatalogueOverview,
  }),
  items: endpoint({
    method: 'GET',
    path: '/catalogue/items',
    capability: 'catalogue.read',
    summary: 'Items in scope by filter, in pages',
    query: v.object({ ...ItemFilters.entries, skip: v.optional(wholeNumber) }),
    answer: ItemPage,
  }),
  item: endpoint({
    method: 'GET',
    path: '/catalogue/items/:code',
    capability: 'catalogue.read',
    summary: 'An item with its unpublished edit and what citizens report about it',
    params: OfItem,
    answer: ItemDetail,
    personal: true,
  }),
  save: endpoint({
    method: 'PUT',
    path: '/catalogue/items/:code',
    capability: 'catalogue.write',
    summary: 'Keeps an edit of an item until it is published with the others',
    params: OfItem,
    body: v.strictObject({ version, revision: count, edit: ItemEditSchema }),
    answer: ItemDetail,
  }),
  discard: endpoint({
    method: 'POST',
    path: '/catalogue/items/:code/discard',
    capability: 'catalogue.write',
    summary: 'Drops the unpublished edit of an item',
    params: OfItem,
    body: v.strictObject({ revision: count }),
    answer: Done,
  }),
  edits: endpoint({
    method: 'GET',
    path: '/catalogue/edits',
    capability: 'catalogue.read',
    summary: 'Unpublished edits, field by field',
    answer: PendingEdits,
  }),
  publish: endpoint({
    method: 'POST',
    path: '/catalogue/publish',
    capability: 'catalogue.write',
    summary: 'Publishes the edits named, as one new version',
    body: v.strictObject({
      version,
      edits: v.pipe(
        v.array(v.strictObject({ code: LocalId, revision: count })),
        v.minLength(1),
        v.maxLength(5000),
      ),
      note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500))),
    }),
    answer: Published,
  }),
  upload: endpoint({
    method: 'POST',
    path: '/catalogue/imports',
    capability: 'catalogue.write',
    summary: 'Reads a CSV, XLSX or JSON file into a preview; nothing is published',
    query: v.object({
      name: Text(200),
      limitUnit: v.optional(v.picklist(['workday', 'day'])),
      department: v.optional(Text(100)),
      fillDown: v.optional(v.literal('yes')),
    }),
    upload: true,
    body: v.custom<Uint8Array>((bytes) => bytes instanceof Uint8Array, 'the bytes of a file are expected'),
    answer: ImportPreview,
  }),
  imports: endpoint({
    method: 'GET',
    path: '/catalogue/imports',
    capability: 'catalogue.read',
    summary: 'Previews that wait for a decision',
    answer: v.object({
      imports: v.array(
        v.object({
          id: Id,
          file: v.string(),
          at: Instant,
          by: v.nullable(v.string()),
          taken: count,
          refused: count,
        }),
      ),
    }),
  }),
  preview: endpoint({
    method: 'GET',
    path: '/catalogue/imports/:id',
    capability: 'catalogue.read',
    summary: 'What a file would change',
    params: OfImport,
    answer: ImportPreview,
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/catalogue/imports/:id/confirm',
    capability: 'catalogue.write',
    summary: 'Publishes a preview: all rows or none, unless the good ones are asked for',
    params: OfImport,
    body: v.strictObject({ version, partial: v.boolean() }),
    answer: Published,
  }),
  dropImport: endpoint({
    method: 'POST',
    path: '/catalogue/imports/:id/discard',
    capability: 'catalogue.write',
    summary: 'Drops a preview',
    params: OfImport,
    answer: Done,
  }),
  versions: endpoint({
    method: 'GET',
    path: '/catalogue/versions',
    capability: 'catalogue.read',
    summary: 'Published versions, newest first: who, when, what',
    answer: v.object({ versions: v.array(CatalogueVersion) }),
  }),
  changes: endpoint({
    method: 'GET',
    path: '/catalogue/versions/:version/changes',
    capability: 'catalogue.read',
    summary:
      'What the newest version would change if this one were published again (`against=latest`), or what this one changed',
    params: OfVersion,
    query: v.object({ against: v.optional(v.literal('latest')) }),
    answer: CatalogueChangesView,
  }),
  restore: endpoint({
    method: 'POST',
    path: '/catalogue/versions/:version/restore',
    capability: 'catalogue.write',
    summary: "Publishes an older version's content again, as a new version",
    params: OfVersion,
    body: v.strictObject({
      latest: version,
      note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500))),
    }),
    answer: Published,
  }),
}

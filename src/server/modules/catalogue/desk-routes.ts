/** `/api/v1/desk/catalogue…` */
import type { FastifyInstance } from 'fastify'
import { deskCatalogue, MAX_IMPORT_BYTES } from '#contract/desk/catalogue'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { changesView } from './desk/changes-view.ts'
import { discardEdit, editedItems, pendingEdits, publishEdits, saveEdit } from './desk/edits.ts'
import { itemDetail, itemPage } from './desk/items.ts'
import { judged, mine } from './desk/judged.ts'
import { departmentFigures, ruleCounts } from './desk/overview.ts'
import { confirmPreview, dropPreview, keepPreview, listPreviews, previewView } from './desk/previews.ts'
import { changesOf, restoreVersion, versionsOf } from './desk/publications.ts'
import { reportCounts } from './desk/reports.ts'
import { loadCatalogue } from './load.ts'

export function registerDeskCatalogueRoutes(app: FastifyInstance, context: Context): void {
  registerReading(app, context)
  registerEditing(app, context)
  registerImporting(app, context)
  registerVersions(app, context)
}

function registerReading(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskCatalogue.overview, async ({ db, staff, now }) => {
    const here = await judged(context, staff.region)
    const reports = await reportCounts(db, staff)
    const wanted = mine(staff)
    const items = here?.catalogue.items.filter(wanted) ?? []
    const edited = await editedItems(db, staff.region)
    const [latest] = await versionsOf(db, staff.region)
    return {
      version: here?.catalogue.version ?? 0,
      publishedAt: here?.catalogue.publishedAt ?? null,
      items: items.length,
      departments: here ? departmentFigures(here, reports, wanted) : [],
      findings: ruleCounts(items.flatMap(({ code }) => here?.findings.get(code) ?? [])),
      edits: staff.role === 'unit' ? items.filter(({ code }) => edited.has(code)).length : edited.size,
      reports: [...reports.values()].reduce((sum, one) => sum + one, 0),
      imports: staff.role === 'unit' ? 0 : (await listPreviews(db, staff.region, now)).length,
      latest: latest ?? null,
    }
  })
  deskRoute(app, context, deskCatalogue.items, async ({ db, staff, query }) => {
    const here = await judged(context, staff.region)
    return here ? itemPage(db, staff, here, query) : { version: 0, items: [], total: 0, departments: [] }
  })
  deskRoute(app, context, deskCatalogue.item, async ({ db, staff, params: { code } }) =>
    itemDetail(db, staff, await judged(context, staff.region), code),
  )
}

function registerEditing(app: FastifyInstance, context: Context): void {
  deskRoute(
    app,
    context,
    deskCatalogue.save,
    async (asked) => {
      const { db, staff, params, body } = asked
      await saveEdit(asked, params.code, body)
      return itemDetail(db, staff, await judged(context, staff.region), params.code)
    },
    { bodyLimit: 512 * 1024 },
  )
  deskRoute(app, context, deskCatalogue.discard, async (asked) => {
    await discardEdit(asked, asked.params.code, asked.body.revision)
    return { done: true as const }
  })
  deskRoute(app, context, deskCatalogue.edits, async ({ db, staff, now }) => {
    const catalogue = await loadCatalogue(context, staff.region)
    return {
      version: catalogue?.version ?? 0,
      edits: catalogue ? await pendingEdits(db, catalogue, dateInChina(now), mine(staff)) : [],
    }
  })
  deskRoute(app, context, deskCatalogue.publish, (asked) => publishEdits(asked, asked.body), {
    bodyLimit: 1024 * 1024,
  })
}

function registerImporting(app: FastifyInstance, context: Context): void {
  const view = async ({ db, staff, now }: Parameters<typeof keepPreview>[0], id: string) =>
    previewView(db, { region: staff.region, id, now, latest: await loadCatalogue(context, staff.region) })

  // A scope of its own: here the body is a file, everywhere else JSON.
  void app.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: MAX_IMPORT_BYTES },
      (_request, body, parsed) => parsed(null, body),
    )
    deskRoute(
      scope,
      context,
      deskCatalogue.upload,
      async (asked) => view(asked, await keepPreview(asked, asked.body, asked.query)),
      { bodyLimit: MAX_IMPORT_BYTES },
    )
    done()
  })
  // What may be published soon is the office's business until it is.
  deskRoute(app, context, deskCatalogue.imports, async ({ db, staff, now }) => ({
    imports: staff.role === 'unit' ? [] : await listPreviews(db, staff.region, now),
  }))
  deskRoute(app, context, deskCatalogue.preview, async (asked) => {
    if (asked.staff.role === 'unit') throw new HttpError('notFound', 'no such preview')
    return view(asked, asked.params.id)
  })
  deskRoute(app, context, deskCatalogue.confirm, (asked) =>
    confirmPreview(asked, asked.params.id, asked.body),
  )
  deskRoute(app, context, deskCatalogue.dropImport, async ({ db, staff, params }) => {
    await dropPreview(db, staff.region, params.id)
    return { done: true as const }
  })
}

function registerVersions(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskCatalogue.versions, async ({ db, staff }) => ({
    versions: await versionsOf(db, staff.region),
  }))
  deskRoute(app, context, deskCatalogue.changes, async ({ db, staff, params, query }) => {
    const latest = await loadCatalogue(context, staff.region)
    const { changes, names } = await changesOf(
      db,
      staff.region,
      Number(params.version),
      latest,
      query.against,
    )
    return changesView(changes, names, mine(staff))
  })
  deskRoute(app, context, deskCatalogue.restore, (asked) =>
    restoreVersion(asked, Number(asked.params.version), asked.body),
  )
}

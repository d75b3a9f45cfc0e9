import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

const screen = (
  path: string,
  name: string,
  component: RouteRecordRaw['component'] & object,
  title: () => string,
): RouteRecordRaw => ({ path, name, component, props: true, meta: { title, entry: 'deskCatalogue' } })

export const area: DeskArea = {
  screens: [
    screen(
      'catalogue',
      'deskCatalogue',
      () => import('./CatalogueOverview.vue'),
      () => m.desk_catalogue_title(),
    ),
    screen(
      'catalogue/items',
      'deskItems',
      () => import('./ItemList.vue'),
      () => m.desk_catalogue_tab_items(),
    ),
    screen(
      'catalogue/items/:code',
      'deskItem',
      () => import('./ItemEditor.vue'),
      () => m.desk_catalogue_tab_items(),
    ),
    screen(
      'catalogue/edits',
      'deskEdits',
      () => import('./PendingEdits.vue'),
      () => m.desk_catalogue_edits_title(),
    ),
    screen(
      'catalogue/import',
      'deskImport',
      () => import('./ImportFile.vue'),
      () => m.desk_catalogue_import_title(),
    ),
    screen(
      'catalogue/import/:id',
      'deskImportPreview',
      () => import('./ImportPreview.vue'),
      () => m.desk_catalogue_preview_title(),
    ),
    screen(
      'catalogue/versions',
      'deskVersions',
      () => import('./VersionHistory.vue'),
      () => m.desk_catalogue_versions_title(),
    ),
  ],
  entries: [
    {
      route: 'deskCatalogue',
      label: () => m.desk_catalogue_title(),
      icon: 'notice',
      capability: 'catalogue.read',
      order: 40,
    },
  ],
}

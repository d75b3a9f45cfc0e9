import type { RouteRecordRaw } from 'vue-router'
import type { Capability } from '#domain/staff/roles'
import type { IconName } from '../../../ui/icons.ts'
import { m } from '../../../i18n/index.ts'
import type { DeskArea, DeskEntry } from '../screens.ts'

const screen = (
  path: string,
  name: string,
  component: RouteRecordRaw['component'] & object,
  title: () => string,
  entry?: string,
): RouteRecordRaw => ({
  path,
  name,
  component,
  props: true,
  meta: entry === undefined ? { title } : { title, entry },
})
const entry = (
  route: string,
  label: () => string,
  icon: IconName,
  capability: Capability,
  order: number,
): DeskEntry => ({ route, label, icon, capability, order })

export const area: DeskArea = {
  screens: [
    screen('inspections', 'deskInspections', () => import('./Queue.vue'), m.desk_inspections_title),
    screen(
      'inspections/:id',
      'deskInspection',
      () => import('./InspectionPage.vue'),
      m.desk_inspections_title,
      'deskInspections',
    ),
    screen(
      'rectifications',
      'deskRectifications',
      () => import('./Rectifications.vue'),
      m.desk_inspections_rectifications,
    ),
    screen(
      'rectifications/:id',
      'deskRectification',
      () => import('./RectificationPage.vue'),
      m.desk_inspections_rectifications,
      'deskRectifications',
    ),
    screen('visits', 'deskVisits', () => import('./Visits.vue'), m.desk_inspections_plans),
    screen(
      'supervisors',
      'deskSupervisors',
      () => import('./Supervisors.vue'),
      m.desk_inspections_supervisors,
    ),
    screen('scores', 'deskScores', () => import('./Scores.vue'), m.desk_inspections_scores),
    screen('public-notices', 'deskPublicNotices', () => import('./Notices.vue'), m.desk_inspections_notices),
    screen(
      'public-notices/:id',
      'deskPublicNotice',
      () => import('./NoticeEditor.vue'),
      m.desk_inspections_notices,
      'deskPublicNotices',
    ),
  ],
  entries: [
    entry('deskInspections', m.desk_inspections_title, 'flag', 'inspection.read', 30),
    entry('deskRectifications', m.desk_inspections_rectifications, 'edit', 'rectification.read', 32),
    entry('deskVisits', m.desk_inspections_plans, 'calendar', 'visit.read', 34),
    entry('deskSupervisors', m.desk_inspections_supervisors, 'me', 'supervisor.read', 36),
    entry('deskScores', m.desk_inspections_scores, 'star', 'inspection.read', 38),
    entry('deskPublicNotices', m.desk_inspections_notices, 'notice', 'inspection.read', 39),
  ],
}

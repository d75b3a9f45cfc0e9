import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

export const area: DeskArea = {
  screens: [
    {
      path: 'reports',
      name: 'deskReports',
      component: () => import('./ReportList.vue'),
      meta: { title: () => m.desk_reports_title() },
    },
    {
      path: 'reports/:month',
      name: 'deskReport',
      component: () => import('./ReportPage.vue'),
      props: true,
      meta: { title: () => m.desk_reports_title(), entry: 'deskReports' },
    },
  ],
  entries: [
    {
      route: 'deskReports',
      label: () => m.desk_reports_title(),
      icon: 'print',
      capability: 'report.read',
      order: 80,
    },
  ],
}

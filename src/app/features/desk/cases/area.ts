import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

export const area: DeskArea = {
  screens: [
    {
      path: 'cases',
      name: 'deskCases',
      component: () => import('./CaseInbox.vue'),
      meta: { title: () => m.desk_cases_title() },
    },
    {
      path: 'cases/:id',
      name: 'deskCase',
      component: () => import('./DeskCase.vue'),
      props: true,
      meta: { title: () => m.desk_cases_title(), entry: 'deskCases' },
    },
  ],
  entries: [
    {
      route: 'deskCases',
      label: () => m.desk_cases_title(),
      icon: 'case',
      capability: 'case.read',
      order: 10,
    },
  ],
}

import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

export const area: DeskArea = {
  screens: [
    {
      path: 'audit',
      name: 'deskAudit',
      component: () => import('./AuditTrail.vue'),
      meta: { title: () => m.desk_audit_title() },
    },
  ],
  entries: [
    {
      route: 'deskAudit',
      label: () => m.desk_audit_title(),
      icon: 'eye',
      capability: 'audit.read',
      order: 90,
    },
  ],
}

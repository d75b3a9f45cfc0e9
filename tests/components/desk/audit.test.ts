/** The audit trail at the desk: in plain words, with names, and whole when it is exported. */
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { DESK_ENDPOINTS } from '#contract/desk/index'
import { actionWord, AUDITED } from '../../../src/app/features/desk/audit/audit-words.ts'
import AuditTrail from '../../../src/app/features/desk/audit/AuditTrail.vue'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

afterEach(() => void (document.body.innerHTML = ''))

const STAFF = '019ab000-0000-7000-8000-000000000001'
const CASE = '019ab000-0000-7000-8000-000000000002'
const entry = (seq: number, action: string, target: Record<string, string> = {}) => ({
  entry: {
    seq,
    region: '990001',
    at: '2026-11-23T08:00:00.000Z',
    actor: { kind: 'staff', id: STAFF, role: 'office' },
    action,
    target,
    details: {},
    previous: '0'.repeat(64),
  },
  hash: 'a'.repeat(64),
})

async function open() {
  const asked: Record<string, unknown>[] = []
  const exported: unknown[] = []
  const Signed = defineComponent({
    setup() {
      const store = useDesk()
      void store.load()
      return () => (store.staff ? h(AuditTrail) : null)
    },
  })
  const mounted = await mountScreen(Signed, {
    routes: [{ path: '/desk/cases/:id', name: 'deskCase', component: { render: () => null } }],
    desk: {
      'GET /session': () => ({
        id: STAFF,
        login: 'x',
        name: '李四',
        role: 'auditor',
        region: '990001',
        regionName: '试验县',
        department: null,
        departmentName: null,
        head: false,
      }),
      'GET /audit': (input) => {
        const { query } = input as { query: Record<string, unknown> }
        asked.push(query)
        const entries = query.action
          ? []
          : [entry(2, 'POST /cases/:id/accept', { id: CASE }), entry(1, 'nightly')]
        return {
          entries,
          names: { [STAFF]: '张三' },
          numbers: { [CASE]: 'TS-20261123-AAAAA' },
          next: null,
          total: 2,
          broken: null,
        }
      },
      'GET /audit/export': () => {
        const trail = { region: '990001', at: '2026-11-23T08:00:00.000Z', entries: [entry(1, 'nightly')] }
        exported.push(trail)
        return trail
      },
    },
  })
  for (let i = 0; i < 2; i++) await settled()
  return { ...mounted, asked, exported }
}

it('has a word for everything that is written down', () => {
  const written = DESK_ENDPOINTS.filter(({ method, personal }) => method !== 'GET' || personal).map(
    ({ method, path }) => `${method} ${path}`,
  )
  expect([...AUDITED].sort()).toEqual([...written].sort())
})

it('says in plain words who did what to which case', async () => {
  const { wrapper } = await open()
  const [accepted, job] = wrapper.findAll('.audit-list li').map((one) => one.text())
  expect(accepted).toContain('受理诉求')
  expect(accepted).toContain('张三')
  expect(accepted).toContain('管理办')
  expect(job).toContain('nightly')
  const link = wrapper.get('.audit-list a')
  expect([link.text(), link.attributes('href')]).toEqual(['TS-20261123-AAAAA', `/desk/cases/${CASE}`])
  await expectAccessible(document.body)
})

it('shows one kind of action, and says when there is none', async () => {
  const { wrapper, asked } = await open()
  await wrapper.get('select').setValue('POST /cases/:id/decline')
  await settled()
  expect(asked.at(-1)).toEqual({ action: 'POST /cases/:id/decline' })
  expect(wrapper.get('select').text()).toContain(actionWord('POST /cases/:id/decline'))
  expect(wrapper.text()).toContain('没有这样的操作记录')
})

it('exports the whole chain, whatever is shown', async () => {
  const { wrapper, exported } = await open()
  await wrapper.get('select').setValue('POST /cases/:id/decline')
  await settled()
  const button = wrapper.findAll('button').find((one) => one.text().includes('导出'))
  await button?.trigger('click')
  await settled()
  expect(exported).toHaveLength(1)
})

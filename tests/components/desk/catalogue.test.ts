import type { VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, onMounted } from 'vue'
import { RouterView } from 'vue-router'
import { editOf, type ItemEdit } from '#domain/catalogue/edit'
import { ServiceError } from '#sync/services'
import { area } from '../../../src/app/features/desk/catalogue/area.ts'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import type { Staff } from '../../../src/contract/desk/session.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, settled } from '../../support/mount.ts'

const ID = '01900000-0000-7000-8000-000000000001'
const AT = '2026-11-23T02:00:00.000Z'
const STAFF: Staff = {
  id: '01900000-0000-7000-8000-0000000000aa',
  login: 'office',
  name: '张三',
  role: 'office',
  region: '990001',
  regionName: '测试县',
  department: null,
  departmentName: null,
  head: false,
}
const UNIT: Staff = { ...STAFF, role: 'unit', department: 'yancao', departmentName: '烟草专卖局' }
const ITEM = testCatalogue().items[0]!

interface Asked {
  query?: object
  body?: { edit: ItemEdit; edits: { code: string; revision: number }[]; partial: boolean }
}
const Signed = defineComponent(() => {
  const desk = useDesk()
  onMounted(desk.load)
  return () => (desk.staff ? h(RouterView) : null)
})
async function open(at: string, answers: Record<string, (input: Asked) => unknown>, staff: Staff = STAFF) {
  const mounted = await mountScreen(Signed, {
    at,
    routes: [
      ...area.screens.map((screen) => ({ ...screen, path: `/desk/${screen.path}` })),
      { name: 'deskCase', path: '/desk/cases/:id', component: { render: () => null } },
    ],
    desk: {
      'GET /session': () => staff,
      ...(answers as Record<string, (input: unknown) => unknown>),
    },
  })
  for (let i = 0; i < 4; i++) await settled()
  return mounted
}
async function press(wrapper: VueWrapper, text: string): Promise<void> {
  const found = wrapper.findAll('button').filter((one) => one.text() === text)
  const last = found.at(-1)
  if (!last) throw new Error(`no button ${text} in ${wrapper.text()}`)
  await last.trigger('click')
  await settled()
}
async function type(wrapper: VueWrapper, label: string, text: string): Promise<void> {
  const found = wrapper.findAll('label').find((one) => one.text().endsWith(label))
  await wrapper.get(`#${CSS.escape(found?.attributes('for') ?? '')}`).setValue(text)
  await settled()
}

const detail = (change: object = {}) => ({
  version: 3,
  item: ITEM,
  departmentName: '烟草专卖局',
  departmentPhone: null,
  namesakes: [],
  today: '2026-11-24',
  edit: null,
  reports: [
    {
      id: ID,
      number: 'JC-20261123-7K2M9',
      field: 'statutoryLimit',
      problem: 'wrong',
      shouldBe: '15个工作日',
      text: '墙上写的是15个工作日。',
      status: 'submitted',
      receivedAt: AT,
      due: null,
    },
  ],
  ...change,
})

describe('the editor', () => {
  it('puts a report beside its field, and reads a limit back as it is typed', async () => {
    const { wrapper } = await open('/desk/catalogue/items/T-001', {
      'GET /catalogue/items/:code': () => detail(),
    })
    const fields = wrapper.findAll('.editor-field')
    expect(
      fields
        .slice(0, 8)
        .map((one) => one.get('label').text().slice(0, 1))
        .join(''),
    ).toBe('12345678')
    expect(fields[4]?.text()).toContain('群众说应为：15个工作日')
    expect(fields[3]?.text()).not.toContain('群众说应为')
    await type(wrapper, '承诺时限', '三十个工作日')
    expect(fields[5]?.text()).toContain('读作：30 个工作日')
    expect(fields[5]?.text()).toContain('承诺比法定还长')
    await type(wrapper, '承诺时限', '15')
    expect(fields[5]?.text()).toContain('读不出天数')
    expect(fields[5]?.text()).toContain('时限没有单位')
    await expectAccessible(document.body)
  })

  it('keeps what was typed when somebody else was quicker', async () => {
    const saved: ItemEdit[] = []
    let taken = false
    const { wrapper } = await open('/desk/catalogue/items/T-001', {
      'GET /catalogue/items/:code': () =>
        taken
          ? detail({
              edit: {
                revision: 9,
                edit: { ...editOf(ITEM), name: '别人改的' },
                by: '李四',
                at: AT,
                outdated: false,
              },
            })
          : detail(),
      'PUT /catalogue/items/:code': ({ body }) => {
        if (!taken) {
          taken = true
          throw new ServiceError('conflict', 'edited', { reason: 'edited', by: '李四' })
        }
        if (body) saved.push(body.edit)
        return detail({ edit: { revision: 10, edit: body?.edit, by: '张三', at: AT, outdated: false } })
      },
    })
    await type(wrapper, '审批条件', ' 年满18周岁 ')
    await wrapper.get('form.editor').trigger('submit')
    await settled()
    expect(wrapper.text()).toContain('李四 刚改过这一项')
    await press(wrapper, '读取最新，保留我填的')
    await wrapper.get('form.editor').trigger('submit')
    await settled()
    expect(saved).toEqual([{ ...editOf(ITEM), conditions: '年满18周岁' }])
  })

  it('lets a unit read its item and change nothing', async () => {
    const { wrapper } = await open(
      '/desk/catalogue/items/T-001',
      { 'GET /catalogue/items/:code': () => detail() },
      UNIT,
    )
    expect(wrapper.findAll('textarea').every((one) => one.attributes('readonly') !== undefined)).toBe(true)
    expect(wrapper.text()).not.toContain('保存修改')
  })
})

describe('publishing', () => {
  const edit = (code: string, change: object = {}) => ({
    code,
    name: `事项${code}`,
    department: '烟草专卖局',
    revision: 4,
    by: '李四',
    at: AT,
    outdated: false,
    gone: false,
    fields: [{ field: 'feeStandard', before: null, after: '120元/本' }],
    breaks: ['feeWithoutBasis'],
    mends: [],
    ...change,
  })
  it('shows what changes, publishes what was chosen and seen, and leaves out what is outdated', async () => {
    const asked: Asked[] = []
    const { wrapper } = await open('/desk/catalogue/edits', {
      'GET /catalogue/edits': () => ({
        version: 3,
        edits: [edit('a'), edit('b'), edit('c', { outdated: true })],
      }),
      'POST /catalogue/publish': (input) => {
        asked.push(input)
        return { version: 4, changed: true, bytes: 40_000, deltaBytes: 612 }
      },
    })
    expect(wrapper.text()).toContain('改后新出现：收费没有依据')
    await expectAccessible(document.body)
    await wrapper.findAll('input[type=checkbox]')[1]?.setValue(false)
    await press(wrapper, '发布 1 项修改')
    await press(wrapper, '确定')
    expect(asked[0]?.body).toEqual({ version: 3, edits: [{ code: 'a', revision: 4 }] })
    expect(wrapper.text()).toContain('第 4 版已发布，更新包 612 B')
  })
  it('says so when somebody has published meanwhile', async () => {
    const { wrapper } = await open('/desk/catalogue/edits', {
      'GET /catalogue/edits': () => ({ version: 3, edits: [edit('a')] }),
      'POST /catalogue/publish': () => {
        throw new ServiceError('conflict', 'moved')
      },
    })
    await press(wrapper, '发布 1 项修改')
    await press(wrapper, '确定')
    expect(wrapper.get('[role=alert]').text()).toContain('别人刚刚发布了新的一版')
  })
})

describe('lists', () => {
  it('shows items with their findings, keeps filters in the address, and can be read aloud', async () => {
    const asked: Asked[] = []
    const { wrapper, router } = await open('/desk/catalogue/items?rule=stale', {
      'GET /catalogue/items': (input) => {
        asked.push(input)
        return {
          version: 3,
          total: 1,
          departments: [{ id: 'yancao', name: '烟草专卖局' }],
          items: [
            {
              code: 'T-001',
              name: ITEM.name,
              department: 'yancao',
              departmentName: '烟草专卖局',
              mask: 255,
              rules: ['promiseLonger', 'stale'],
              reports: 2,
              edited: true,
            },
          ],
        }
      },
    })
    expect(asked[0]?.query).toEqual({ rule: 'stale' })
    for (const words of ['承诺比法定还长', '2 条纠错', '有未发布的修改'])
      expect(wrapper.text()).toContain(words)
    await expectAccessible(document.body)
    await wrapper.findAll('select')[1]?.setValue('feeBasis')
    await settled()
    expect(router.currentRoute.value.query).toEqual({ rule: 'stale', missing: 'feeBasis' })
    expect(asked.at(-1)?.query).toEqual({ rule: 'stale', missing: 'feeBasis' })
  })

  it('asks to go back to an older version with what that would change', async () => {
    const version = (n: number, change: object = {}) => ({
      version: n,
      publishedAt: AT,
      items: 5,
      origin: 'command',
      by: null,
      note: null,
      restored: null,
      file: null,
      changes: null,
      bytes: 38_000,
      deltaBytes: null,
      ...change,
    })
    const { wrapper } = await open('/desk/catalogue/versions', {
      'GET /catalogue/versions': () => ({
        versions: [
          version(2, { origin: 'import', by: '李四', file: '目录.csv', deltaBytes: 900 }),
          version(1),
        ],
      }),
      'GET /catalogue/versions/:version/changes': () => ({
        counts: { added: 0, changed: 3, removed: 1 },
        added: [],
        changed: [],
        removed: [],
      }),
    })
    expect(wrapper.text()).toContain('目录.csv')
    await expectAccessible(document.body)
    await press(wrapper, '恢复到这一版')
    expect(wrapper.text()).toContain('与现在相比：新增 0 项，修改 3 项，去掉 1 项')
  })
})

import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
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

afterEach(() => {
  document.body.innerHTML = ''
  localStorage.clear()
})

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
const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith('mingcha-desk-draft '))
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
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView')
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
    // The note stands far below the button, which sticks to the lower edge: it is brought up, and said.
    expect(document.activeElement?.textContent).toContain('李四 刚改过这一项')
    expect(scrolled.mock.instances.at(-1)).toBe(document.activeElement)
    await press(wrapper, '读取最新，保留我填的')
    await wrapper.get('form.editor').trigger('submit')
    await settled()
    expect(saved).toEqual([{ ...editOf(ITEM), conditions: '年满18周岁' }])
  })

  it('says at the field what is too long before it sends, and what the server alone did not take', async () => {
    const sent: ItemEdit[] = []
    const { wrapper } = await open('/desk/catalogue/items/T-001', {
      'GET /catalogue/items/:code': () => detail(),
      'PUT /catalogue/items/:code': ({ body }) => {
        if (body) sent.push(body.edit)
        throw new ServiceError('invalid', 'refused', {
          problems: [
            { path: 'edit.conditions', message: 'length' },
            { path: 'edit.materials.0.name', message: 'length' },
          ],
        })
      },
    })
    const wrong = () => wrapper.findAll('.field-error').map((one) => one.text())
    const submit = async () => {
      await wrapper.get('form.editor').trigger('submit')
      await settled()
    }
    await type(wrapper, '收费标准', '长'.repeat(20_001))
    await type(wrapper, '项目名称', '长'.repeat(501))
    await press(wrapper, '加一份材料')
    await wrapper.findAll('.editor-materials .input').at(-1)?.setValue('长'.repeat(1001))
    await submit()
    expect(sent).toEqual([])
    expect(wrong()).toEqual(['太长了，最多 500 字。', '太长了，最多 20000 字。', '太长了，最多 1000 字。'])
    expect(document.activeElement).toBe(wrapper.get('[aria-invalid="true"]').element)
    await expectAccessible(document.body)

    await type(wrapper, '收费标准', '10元')
    await type(wrapper, '项目名称', '烟草专卖零售许可证新办')
    // One without a name is not sent: the server counts without it.
    const materials = wrapper.findAll('.editor-materials .input')
    await materials.at(-1)?.setValue('  ')
    await press(wrapper, '加一份材料')
    await wrapper.findAll('.editor-materials .input').at(-1)?.setValue('身份证')
    for (const one of materials) await one.setValue('')
    expect(wrong()).toEqual([])
    await submit()
    expect(sent.map(({ materials: named }) => named.map(({ name }) => name))).toEqual([['身份证']])
    expect(wrong()).toEqual(Array(2).fill('服务器没有收下这一项，请检查后再提交。'))
    expect(wrapper.findAll('.editor-materials .input').at(-1)?.attributes('aria-invalid')).toBe('true')
    expect(wrapper.text()).not.toContain('有一项填写不合要求')
    await type(wrapper, '审批条件', '年满18周岁')
    expect(wrong()).toEqual([])
  })

  it('keeps what was typed and not saved, for whoever typed it alone', async () => {
    const answers = {
      'GET /catalogue/items/:code': () => detail(),
      'PUT /catalogue/items/:code': ({ body }: Asked) =>
        detail({ edit: { revision: 1, edit: body?.edit, by: '张三', at: AT, outdated: false } }),
    }
    const at = '/desk/catalogue/items/T-001'
    const value = (wrapper: VueWrapper, field: number) =>
      wrapper.findAll('.editor-field')[field]?.get<HTMLTextAreaElement>('textarea').element.value
    const materials = (wrapper: VueWrapper) =>
      wrapper.findAll<HTMLInputElement>('.editor-materials .input').map((one) => one.element.value)
    const first = await open(at, answers)
    expect(drafts()).toEqual([])
    await type(first.wrapper, '审批条件', '年满18周岁')
    await press(first.wrapper, '加一份材料')
    await first.wrapper.findAll('.editor-materials .input').at(-1)?.setValue('健康证')
    first.wrapper.unmount()

    const other = await open(at, answers, { ...STAFF, id: '01900000-0000-7000-8000-0000000000bb' })
    expect(value(other.wrapper, 2)).toBe(ITEM.disclosures.conditions)
    other.wrapper.unmount()

    const again = await open(at, answers)
    expect(again.wrapper.get('.kept-note').text()).toContain('已经放回来')
    expect([value(again.wrapper, 2), materials(again.wrapper).at(-1)]).toEqual(['年满18周岁', '健康证'])
    again.wrapper.unmount()

    const theirs = { ...editOf(ITEM), conditions: '别人改的' }
    const moved = await open(at, {
      ...answers,
      'GET /catalogue/items/:code': () =>
        detail({ edit: { revision: 9, edit: theirs, by: '李四', at: AT, outdated: false } }),
    })
    expect(moved.wrapper.get('.kept-note').text()).toContain('别人改过同样的地方')
    expect(value(moved.wrapper, 2)).toBe('年满18周岁')
    moved.wrapper.unmount()

    const last = await open(at, answers)
    await last.wrapper.get('form.editor').trigger('submit')
    await settled()
    expect(value(last.wrapper, 2)).toBe('年满18周岁')
    expect(last.wrapper.find('.kept-note').exists()).toBe(false)
    expect(drafts()).toEqual([])
  })

  it('stands under its own name', async () => {
    const { wrapper } = await open('/desk/catalogue/items/T-001', {
      'GET /catalogue/items/:code': () => detail(),
    })
    expect(wrapper.findAll('h1').map((one) => one.text())).toEqual([ITEM.name])
    expect(document.title).toBe(`${ITEM.name} · 明察`)
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
    expect(document.activeElement?.textContent).toContain('第 4 版已发布')
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

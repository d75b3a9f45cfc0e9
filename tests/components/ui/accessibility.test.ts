/** Every component of the design system, in every state that changes what is announced, judged by axe. */
import { readdirSync, readFileSync } from 'node:fs'
import { h, type Component } from 'vue'
import { describe, expect, it } from 'vitest'
import { ServiceError } from '#sync/services'
import { m } from '../../../src/app/i18n/index.ts'
import ActionBar from '../../../src/app/ui/ActionBar.vue'
import AppBar from '../../../src/app/ui/AppBar.vue'
import Badge from '../../../src/app/ui/Badge.vue'
import BottomTabs from '../../../src/app/ui/BottomTabs.vue'
import Button from '../../../src/app/ui/Button.vue'
import Card from '../../../src/app/ui/Card.vue'
import CheckLine from '../../../src/app/ui/CheckLine.vue'
import Chip from '../../../src/app/ui/Chip.vue'
import ChipGroup from '../../../src/app/ui/ChipGroup.vue'
import ConfirmDialog from '../../../src/app/ui/ConfirmDialog.vue'
import EmptyState from '../../../src/app/ui/EmptyState.vue'
import ErrorNote from '../../../src/app/ui/ErrorNote.vue'
import Field from '../../../src/app/ui/Field.vue'
import FiledCard from '../../../src/app/ui/FiledCard.vue'
import FormOpening from '../../../src/app/ui/FormOpening.vue'
import Icon from '../../../src/app/ui/Icon.vue'
import LimitBar from '../../../src/app/ui/LimitBar.vue'
import OfflineNote from '../../../src/app/ui/OfflineNote.vue'
import PhotoStrip from '../../../src/app/ui/PhotoStrip.vue'
import ProgressBar from '../../../src/app/ui/ProgressBar.vue'
import PushSwitch from '../../../src/app/ui/PushSwitch.vue'
import QrCode from '../../../src/app/ui/QrCode.vue'
import Ring from '../../../src/app/ui/Ring.vue'
import ScoreTable from '../../../src/app/ui/ScoreTable.vue'
import SegmentedControl from '../../../src/app/ui/SegmentedControl.vue'
import Select from '../../../src/app/ui/Select.vue'
import Sheet from '../../../src/app/ui/Sheet.vue'
import Skeleton from '../../../src/app/ui/Skeleton.vue'
import Stamp from '../../../src/app/ui/Stamp.vue'
import StateCard from '../../../src/app/ui/StateCard.vue'
import TextArea from '../../../src/app/ui/TextArea.vue'
import Timeline from '../../../src/app/ui/Timeline.vue'
import Toast from '../../../src/app/ui/Toast.vue'
import { useToast } from '../../../src/app/ui/toast.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

interface Case {
  component: Component
  props?: Record<string, unknown>
  slots?: Record<string, string | (() => unknown)>
  before?: () => void
}

const photo = { sha256: 'a'.repeat(64), bytes: 100, type: 'image/jpeg' }
const options = [
  { value: 'light', label: '浅色' },
  { value: 'dark', label: '深色' },
]

const CASES: Record<string, Case[]> = {
  ActionBar: [{ component: ActionBar, slots: { default: () => h(Button, () => '下一步') } }],
  AppBar: [
    { component: AppBar, props: { title: '监督台' } },
    { component: AppBar, props: { title: '事项', back: true } },
    { component: AppBar, props: { title: '新诉求', close: true } },
  ],
  Badge: [{ component: Badge, props: { tone: 'bad' }, slots: { default: '已超期 2 天' } }],
  BottomTabs: [
    {
      component: BottomTabs,
      props: {
        current: 'me',
        tabs: [
          { name: 'search', label: '查事项', icon: 'search' },
          { name: 'me', label: '我的', icon: 'me', count: 3, words: m.shell_tab_waiting },
        ],
      },
    },
  ],
  Button: [
    { component: Button, slots: { default: '提交' } },
    { component: Button, props: { busy: true }, slots: { default: '提交' } },
    { component: Button, props: { to: { name: 'search' } }, slots: { default: '查事项' } },
    { component: Button, props: { href: 'tel:12345', icon: 'phone' }, slots: { default: '12345' } },
  ],
  Card: [{ component: Card, slots: { default: '内容' } }],
  CheckLine: [
    { component: CheckLine, props: { label: '可以公开', hint: '姓名不会公开', modelValue: false } },
    { component: CheckLine, props: { label: '只用 Wi-Fi', switches: true, modelValue: true } },
  ],
  Chip: [{ component: Chip, props: { pressed: true }, slots: { default: '当场办结' } }],
  ChipGroup: [
    { component: ChipGroup, props: { label: '筛选' }, slots: { default: () => h(Chip, () => '零跑动') } },
  ],
  ConfirmDialog: [
    {
      component: ConfirmDialog,
      props: { open: true, title: '删除草稿？', text: '删除后找不回来。', danger: true },
    },
  ],
  EmptyState: [
    { component: EmptyState, props: { icon: 'case', title: '还没有诉求', text: '点下面写一件。' } },
  ],
  ErrorNote: [
    { component: ErrorNote, props: { error: new ServiceError('network', 'x'), retry: () => undefined } },
  ],
  Field: [
    {
      component: Field,
      props: { label: '电话', hint: '只用于回访', error: '号码不对', optional: true },
      slots: { default: (bound?: unknown) => h('input', { class: 'input', ...(bound as object) }) },
    },
  ],
  FiledCard: [
    {
      component: FiledCard,
      props: {
        record: {
          id: '01936f00-0000-7000-8000-000000000002',
          type: 'rating.submit',
          payload: {
            id: '01936f00-0000-7000-8000-000000000002',
            region: '990001',
            subject: { item: 'T-001' },
            level: 5,
            tags: [],
            ratedAt: '2026-11-23T06:00:00.000Z',
          },
          title: '烟草专卖零售许可证新办',
          savedAt: '2026-11-23T06:00:00.000Z',
        },
        progress: testWorld().services.drain.progress(),
        online: true,
      },
    },
  ],
  FormOpening: [
    {
      component: FormOpening,
      props: { title: '写诉求', error: undefined, retry: () => undefined, noRegion: false },
    },
    {
      component: FormOpening,
      props: { title: '写诉求', error: undefined, retry: () => undefined, noRegion: true },
    },
    {
      component: FormOpening,
      props: {
        title: '写诉求',
        error: new ServiceError('storage', 'x'),
        retry: () => undefined,
        noRegion: false,
      },
    },
  ],
  Icon: [{ component: Icon, props: { name: 'search' } }],
  LimitBar: [
    {
      component: LimitBar,
      props: { statutory: { amount: 20, unit: 'workday' }, promised: { amount: 8, unit: 'workday' } },
    },
    { component: LimitBar },
  ],
  OfflineNote: [{ component: OfflineNote, props: { asOf: '2026-11-20T01:00:00.000Z', stale: true } }],
  PhotoStrip: [
    { component: PhotoStrip, props: { modelValue: [photo] } },
    { component: PhotoStrip, props: { modelValue: [photo], readonly: true } },
  ],
  ProgressBar: [
    { component: ProgressBar, props: { value: 2, max: 3, label: '下载目录' } },
    { component: ProgressBar, props: { label: '下载目录' } },
  ],
  PushSwitch: [false, true].map((on) => ({
    component: PushSwitch,
    props: {
      label: '有进展时通知我',
      hint: '通知里没有内容',
      on,
      quiet: { from: '22:00', until: '07:00' },
      set: () => Promise.resolve(),
    },
  })),
  QrCode: [{ component: QrCode, props: { text: 'https://example.org/r/990001/i/T-001' } }],
  Ring: [
    { component: Ring, props: { mask: 0b00111111 } },
    { component: Ring, props: { parts: [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0, 0] } },
  ],
  ScoreTable: [
    {
      component: ScoreTable,
      props: {
        title: '部门',
        scoreLabel: '得分',
        clauseWord: (clause: string) => clause,
        rows: [
          {
            id: 'a',
            name: '税务局',
            score: 97.5,
            deducted: { firstContact: 2.5, timeLimit: 0, accountability: 0, other: 0 },
          },
        ],
      },
    },
  ],
  SegmentedControl: [{ component: SegmentedControl, props: { label: '主题', options, modelValue: 'dark' } }],
  Select: [
    {
      component: Select,
      props: { modelValue: 'b', 'aria-label': '部门' },
      slots: { default: () => ['a', 'b'].map((value) => h('option', { value }, value)) },
    },
  ],
  Sheet: [{ component: Sheet, props: { open: true, title: '选择部门' }, slots: { default: '列表' } }],
  Skeleton: [{ component: Skeleton, props: { rows: 3 } }],
  Stamp: [{ component: Stamp, props: { lines: ['待', '送达'] } }],
  StateCard: [
    {
      component: StateCard,
      props: { tone: 'good', badge: '已答复', title: '补交材料', detail: '11月21日', to: { name: 'cases' } },
      slots: { default: () => h(Chip, () => '解决了') },
    },
  ],
  TextArea: [
    {
      component: Field,
      props: { label: '内容' },
      slots: {
        default: (bound?: unknown) =>
          h(TextArea, { ...(bound as { id: string }), modelValue: '写得太长了', max: 3 }),
      },
    },
  ],
  Timeline: [
    {
      component: Timeline,
      props: { entries: [{ at: '2026-11-20T01:00:00.000Z', title: '受理' }, { title: '答复' }] },
    },
  ],
  Toast: [{ component: Toast, before: () => useToast().show('已复制') }],
}

const components = readdirSync('src/app/ui').filter((name) => name.endsWith('.vue'))
/** Tests elsewhere count too: a component that belongs to one feature is judged there. */
const judged = readdirSync('tests/components', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(`tests/components/${name}`, 'utf8'))
  .filter((text) => text.includes('expectAccessible'))

describe('the design system', () => {
  it('has an accessibility test for every component', () => {
    expect(components.filter((name) => !judged.some((text) => text.includes(`/app/ui/${name}`)))).toEqual([])
  })

  for (const [name, cases] of Object.entries(CASES))
    it.each(cases.map((one, i) => [i + 1, one] as const))(`${name} is accessible (%i)`, async (_, one) => {
      one.before?.()
      const { wrapper } = await mountScreen(one.component, {
        ...(one.props ? { props: one.props } : {}),
        ...(one.slots ? { slots: one.slots } : {}),
      })
      await expectAccessible(document.body)
      expect(wrapper.html()).not.toBe('')
    })
})

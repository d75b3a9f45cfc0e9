import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { RouterView } from 'vue-router'
import { RULES } from '#domain/cases/rules'
import type { FiledRecord } from '#sync/services'
import { routes } from '../../../src/app/features/cases/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import {
  CASE_ID,
  caseSubmission,
  CODE,
  deliveredCase,
  filedCase,
  outboxEntry,
  loadScreens,
  settle,
} from '../../support/filed.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, type Mounted } from '../../support/mount.ts'
import { testWorld, type WorldOptions } from '../../support/services.ts'

async function open(record?: FiledRecord, options: WorldOptions = {}): Promise<Mounted> {
  const world = testWorld(options)
  if (record) world.control.putFiled(record)
  if (record?.view) world.control.views.set(CASE_ID, record.view)
  const mounted = await mountScreen(RouterView, { world, at: `/cases/${CASE_ID}`, routes })
  await settle()
  return mounted
}
async function press(wrapper: VueWrapper, text: string): Promise<void> {
  const found = wrapper.findAll('button').find((one) => one.text().includes(text))
  if (!found) throw new Error(`no button ${text} in ${wrapper.text()}`)
  await found.trigger('click')
  await settle()
}

beforeAll(() => loadScreens(routes), 60_000)

describe('the receipt', () => {
  it('shows number, code in groups, what comes next, and that there is no network', async () => {
    const { wrapper } = await open(filedCase(), { online: false })
    const text = wrapper.text()
    expect(text).toContain('TS-20261123-7K2M9')
    expect(wrapper.findAll('.group').map((group) => group.text())).toEqual(CODE.split('-'))
    expect(wrapper.find('.stamp').text()).toContain('待')
    expect(text).toContain('无网络')
    expect(text).toContain('有网后自动送达')
    expect(text).toContain('1 个工作日内决定是否受理')
    expect(text).toContain('10 个工作日内答复')
    await expectAccessible(document.body)
  })

  it('tells how sending goes, and when it has arrived', async () => {
    const { wrapper, control } = await open(filedCase())
    control.setProgress({ running: true, waiting: 1, done: 1, total: 3 })
    await settle()
    expect(wrapper.text()).toContain('正在送达 1 / 3')
    control.setProgress({ running: false, waiting: 0 })
    control.putFiled(filedCase({ delivered: { receivedAt: '2026-11-23T06:33:00.000Z' } }))
    await settle()
    expect(wrapper.find('.stamp').text()).toContain('已')
    expect(wrapper.text()).not.toContain('等待送达')
  })

  it('says why it is not through yet', async () => {
    const entry = { ...outboxEntry(caseSubmission()), lastFailure: { code: 'unavailable' as const, at: '' } }
    const { wrapper } = await open(filedCase({ entry }))
    expect(wrapper.text()).toContain('服务器正忙')
    expect(wrapper.text()).toContain('现在发送')
  })

  it('says that a case of another phone is not here', async () => {
    const { wrapper } = await open()
    expect(wrapper.text()).toContain('这一条不在本机')
  })
})

const REFUSAL = { code: 'bodyTooLarge', message: 'too large', at: '2026-11-23T06:05:00.000Z' } as const
const refused = (): FiledRecord => filedCase({ entry: outboxEntry(caseSubmission(), { ...REFUSAL }) })

it('says the region’s own periods on a receipt made offline', async () => {
  const catalogue = { ...testCatalogue(), rules: { ...RULES, accept: 2, complaint: 7 } }
  const { wrapper } = await open(filedCase(), { catalogues: [catalogue] })
  expect(wrapper.text()).toContain('送达后 2 个工作日内决定是否受理')
  expect(wrapper.text()).toContain('受理后 7 个工作日内答复')
})

it('marks a due date that the State Council’s notice may still move', async () => {
  const moving = deliveredCase({ status: 'assigned', due: '2027-01-08', dueMayMove: true })
  expect((await open(moving)).wrapper.text()).toContain('国务院尚未公布当年放假安排')
  const firm = deliveredCase({ status: 'assigned', due: '2026-12-08' })
  expect((await open(firm)).wrapper.text()).not.toContain('国务院')
})

describe('a refused case', () => {
  it('says why and that nothing is lost', async () => {
    const { wrapper } = await open(refused())
    expect(wrapper.text()).toContain('内容太大')
    expect(wrapper.text()).toContain('没有丢')
    await expectAccessible(document.body)
  })

  it('becomes a draft under a new id, with everything in it', async () => {
    const { wrapper, control, services, router } = await open(refused())
    await press(wrapper, '改好再交')
    const [draft] = [...control.drafts.values()]
    expect(draft?.id).not.toBe(CASE_ID)
    expect(draft?.data).toMatchObject({
      kind: 'complaint',
      text: caseSubmission().text,
      subject: { item: 'T-001' },
    })
    expect(await services.filing.list()).toEqual([])
    expect(router.currentRoute.value.fullPath).toBe(`/cases/new?draft=${draft?.id}`)
  })

  it('goes again unchanged when asked', async () => {
    const { wrapper, services } = await open(refused())
    await press(wrapper, '原样再送')
    expect((await services.filing.get(CASE_ID))?.entry?.state).toBe('queued')
  })

  it('is deleted only after a question', async () => {
    const { wrapper, services } = await open(refused())
    await press(wrapper, '删除')
    expect(await services.filing.list()).toHaveLength(1)
    await press(wrapper, '取消')
    expect(await services.filing.list()).toHaveLength(1)
    await press(wrapper, '删除')
    const dialog = wrapper.findAll('dialog').find((one) => one.text().includes('删除这一条'))
    await dialog!.findAll('button').at(-1)!.trigger('click')
    await settle()
    expect(await services.filing.list()).toEqual([])
  })
})

describe('a delivered case', () => {
  it('shows who has it, by when, and that it was passed on', async () => {
    const { wrapper } = await open(deliveredCase({ transfers: 1 }))
    const text = wrapper.text()
    expect(text).toContain('办理中')
    expect(text).toContain('烟草专卖局')
    expect(text).toContain('应于 12月7日前答复')
    expect(text).toContain('1 次')
    expect(wrapper.findAll('.timeline li').length).toBe(4)
    await expectAccessible(document.body)
  })

  it('shows the photos of an answer with its words, and says where the network is missing for them', async () => {
    const photos = ['a'.repeat(64)]
    const answer = { at: '2026-11-24T02:00:00.000Z', type: 'answer', text: '已当面致歉。', photos }
    const view = {
      status: 'answered' as const,
      timeline: [...(deliveredCase().view?.timeline ?? []), answer],
    }
    const { wrapper } = await open(deliveredCase(view))
    expect(wrapper.findAll('.step-photos img')).toHaveLength(1)
    await expectAccessible(document.body)
    const offline = await open(deliveredCase(view), { online: false })
    expect(offline.wrapper.text()).toContain('照片要联网才能看')
    expect(offline.wrapper.text()).toContain('已当面致歉。')
  })

  it('tells that it was joined to another, and goes on by itself', async () => {
    const merge = { at: '2026-11-24T02:00:00.000Z', type: 'merge' }
    const { wrapper } = await open(
      deliveredCase({ timeline: [...(deliveredCase().view?.timeline ?? []), merge] }),
    )
    expect(wrapper.text()).toContain('与反映同一问题的诉求合并办理')
  })

  it('shows that it is overdue before everything else', async () => {
    const { wrapper } = await open(deliveredCase({ due: '2026-11-19', overdueWorkdays: 2 }))
    expect(wrapper.find('.standing .badge.bad').text()).toBe('超期 2 工作日')
    expect(wrapper.find('.standing .overdue').text()).toContain('已超期 2 个工作日')
  })

  it('keeps what it knew when the server cannot be asked', async () => {
    const { wrapper } = await open(deliveredCase(), { online: false })
    expect(wrapper.text()).toContain('办理中')
    expect(wrapper.find('.offline-note').text()).toContain('没有网络')
    expect(wrapper.find('.error-note').exists()).toBe(true)
  })

  const answered = () =>
    deliveredCase({
      status: 'answered',
      canReopen: true,
      timeline: [
        { at: '2026-11-23T06:01:00.000Z', type: 'submit' },
        { at: '2026-11-24T06:01:00.000Z', type: 'answer', unit: '烟草专卖局', text: '已退回材料并致歉。' },
      ],
    })

  it('is confirmed offline, once', async () => {
    const { wrapper, services } = await open(answered(), { online: false })
    expect(wrapper.find('.word').text()).toContain('已退回材料并致歉')
    const yes = wrapper.findAll('button').find((one) => one.text() === '解决了')!
    await Promise.all([yes.trigger('click'), yes.trigger('click')])
    await settle()
    const steps = (await services.filing.list()).filter((record) => record.type === 'case.act')
    expect(steps).toHaveLength(1)
    expect(steps[0]!.entry?.entity).toBe(CASE_ID)
    expect(steps[0]!.payload).toMatchObject({
      caseId: CASE_ID,
      receiptDigest: caseSubmission().receiptDigest,
      action: { type: 'confirm' },
    })
    expect(wrapper.text()).toContain('已确认解决')
    expect(wrapper.findAll('button').some((one) => one.text() === '解决了')).toBe(false)
  })

  it('is reopened with a reason, kept as it is written', async () => {
    const { wrapper, services, control } = await open(answered())
    await press(wrapper, '要求复核')
    await wrapper.find('dialog textarea').setValue('材料没有退')
    await settle()
    expect([...control.drafts.values()][0]?.data).toMatchObject({ step: 'reopen', text: '材料没有退' })
    await wrapper.find('dialog form').trigger('submit')
    await settle()
    const step = (await services.filing.list()).find((record) => record.type === 'case.act')
    expect(step?.payload).toMatchObject({ action: { type: 'reopen', reason: '材料没有退' } })
    expect(control.drafts.size).toBe(0)
  })

  it('is not sent without what another window wrote to it, and says so', async () => {
    const { wrapper, services, control } = await open(answered())
    await press(wrapper, '要求复核')
    await wrapper.find('dialog textarea').setValue('材料没有退')
    await settle()
    const [draft] = control.drafts.values()
    control.drafts.set(draft!.id, { ...draft!, updatedAt: '2099-01-01T00:00:00.000Z' })
    await wrapper.find('dialog form').trigger('submit')
    await settle()
    expect((await services.filing.list()).some((record) => record.type === 'case.act')).toBe(false)
    const said = () => wrapper.find('dialog [role="alert"]').text()
    expect(said()).toContain('内容刚被更新过')
    await wrapper.find('dialog textarea').setValue('材料没有退，电话打不通')
    await settle()
    expect(said()).toContain('内容刚被更新过')
    expect(control.drafts.get(draft!.id)?.data).toMatchObject({ text: '材料没有退' })
  })

  it('lets a refused step be taken back', async () => {
    const world = testWorld()
    const payload = {
      id: '019ab000-0000-7000-8000-0000000000bb',
      caseId: CASE_ID,
      receiptDigest: 'a'.repeat(64),
      action: { type: 'confirm' as const },
    }
    const refusal = { code: 'illegalTransition' as const, message: '', at: '' }
    world.control.putFiled(answered())
    world.control.putFiled({
      id: payload.id,
      type: 'case.act',
      payload,
      title: '',
      savedAt: '2026-11-23T06:10:00.000Z',
      entry: { ...outboxEntry(payload, refusal), type: 'case.act', entity: CASE_ID },
    })
    const { wrapper } = await mountScreen(RouterView, { world, at: `/cases/${CASE_ID}`, routes })
    await settle()
    expect(wrapper.text()).toContain('现在不能这样处理')
    await press(wrapper, '收回')
    expect(wrapper.findAll('button').some((one) => one.text() === '解决了')).toBe(true)
  })

  it('can be withdrawn before anyone has touched it, after a question', async () => {
    const fresh = {
      status: 'submitted' as const,
      timeline: [{ at: '2026-11-23T06:01:00.000Z', type: 'submit' }],
    }
    const { wrapper, services } = await open(deliveredCase(fresh))
    expect(wrapper.find('.slip').exists()).toBe(true)
    await press(wrapper, '撤回诉求')
    const steps = async () => (await services.filing.list()).filter((record) => record.type === 'case.act')
    expect(await steps()).toEqual([])
    const dialog = wrapper.findAll('dialog').find((one) => one.text().includes('撤回这条诉求'))
    await dialog!.findAll('button').at(-1)!.trigger('click')
    await settle()
    expect((await steps())[0]?.payload).toMatchObject({ action: { type: 'withdraw' } })
  })

  it('asks for more and takes the reply', async () => {
    const { wrapper, services } = await open(
      deliveredCase({
        status: 'moreRequested',
        timeline: [
          { at: '2026-11-23T06:01:00.000Z', type: 'submit' },
          { at: '2026-11-24T06:01:00.000Z', type: 'requestMore', text: '请说明是哪个窗口。' },
        ],
      }),
    )
    expect(wrapper.text()).toContain('请说明是哪个窗口')
    await press(wrapper, '补充说明')
    await wrapper.find('dialog form').trigger('submit')
    await settle()
    expect(wrapper.find('dialog [role="alert"]').text()).toContain('请写几句')
    await wrapper.find('dialog textarea').setValue('15 号窗口')
    await wrapper.find('dialog form').trigger('submit')
    await settle()
    const step = (await services.filing.list()).find((record) => record.type === 'case.act')
    expect(step?.payload).toMatchObject({ action: { type: 'supply', text: '15 号窗口', photos: [] } })
  })
})

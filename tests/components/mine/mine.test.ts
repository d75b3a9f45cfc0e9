import { beforeAll, describe, expect, it } from 'vitest'
import { RouterView } from 'vue-router'
import { routes as mine } from '../../../src/app/features/mine/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import {
  CASE_ID,
  caseSubmission,
  caseView,
  deliveredCase,
  filedCase,
  filedRating,
  outboxEntry,
  loadScreens,
  settle,
} from '../../support/filed.ts'
import { mountScreen, type Mounted } from '../../support/mount.ts'
import { testWorld, type TestWorld } from '../../support/services.ts'

const elsewhere = ['supervisor', 'rating'].map((name) => ({
  name,
  path: `/${name}/:id?`,
  component: { render: () => null },
}))
const routes = [...mine, ...elsewhere]
async function open(world: TestWorld): Promise<Mounted> {
  const mounted = await mountScreen(RouterView, { world, routes, at: '/me' })
  await settle()
  return mounted
}

beforeAll(() => loadScreens(mine), 60_000)

describe('我的', () => {
  it('shows everything filed from this phone with its truth', async () => {
    const world = testWorld()
    const at = '2026-11-22T10:20:00.000Z'
    await world.services.drafts.put({
      id: world.services.newId(),
      kind: 'case',
      createdAt: at,
      updatedAt: at,
      data: { kind: 'enquiry', text: '社保转移咨询' },
      photos: [],
    })
    const refusal = { code: 'invalid' as const, message: '', at }
    const other = caseSubmission({ id: '019ab000-0000-7000-8000-0000000000c1', text: '建议增设午间窗口' })
    world.control.putFiled(filedRating())
    world.control.putFiled(filedCase({ id: other.id, payload: other, entry: outboxEntry(other, refusal) }))
    world.control.putFiled(deliveredCase({ due: '2026-11-19', overdueWorkdays: 2 }))
    const { wrapper } = await open(world)
    const text = wrapper.text()
    expect(text).toContain('需要您处理')
    expect(text).toContain('建议增设午间窗口')
    expect(text).toContain('有一项填写不合要求')
    expect(text).toContain('社保转移咨询')
    expect(text).toContain('超期 2 工作日')
    expect(text).toContain('不满意')
    await expectAccessible(document.body)
  })

  it('tells how sending goes, why it does not, and when it is tried again', async () => {
    const world = testWorld()
    world.control.putFiled(filedCase())
    const { wrapper, control } = await open(world)
    control.setProgress({
      running: true,
      waiting: 2,
      done: 2,
      total: 3,
      bytesDone: 148_000,
      bytesTotal: 1_200_000,
    })
    await settle()
    const banner = () => wrapper.find('.banner').text()
    expect(banner()).toContain('正在送达 2 / 3')
    expect(banner()).toContain('148 kB / 1.2 MB')
    control.setProgress({
      running: false,
      waiting: 2,
      lastSuccess: '2026-11-23T06:00:00.000Z',
      lastFailure: { code: 'unavailable', at: '2026-11-23T06:10:00.000Z' },
      nextAttempt: '2026-11-23T06:40:00.000Z',
    })
    await settle()
    expect(banner()).toContain('2 条等待送达')
    expect(banner()).toContain('服务器正忙')
    expect(banner()).toContain('再试')
    expect(wrapper.findAll('.banner button').map((one) => one.text())).toEqual(['现在发送'])
    control.setProgress({ waiting: 0 })
    await settle()
    expect(banner()).toContain('都已送达')
  })

  it('asks what became of open cases when it opens, and shows it', async () => {
    const world = testWorld()
    world.control.putFiled(filedCase({ delivered: { receivedAt: '2026-11-23T06:01:00.000Z' } }))
    world.control.views.set(CASE_ID, caseView({ status: 'answered' }))
    const { wrapper } = await open(world)
    expect(wrapper.text()).toContain('已答复')
  })

  it('says so when refreshing fails, and keeps what it knew', async () => {
    const world = testWorld({ online: false })
    world.control.putFiled(deliveredCase())
    const { wrapper } = await open(world)
    expect(wrapper.find('.error-note').exists()).toBe(false)
    await wrapper.find('.refresh').trigger('click')
    await settle()
    expect(wrapper.find('.error-note').text()).toContain('连不上服务器')
    expect(wrapper.text()).toContain('办理中')
  })

  it('never shows a supervisor’s records to a bystander', async () => {
    const world = testWorld()
    world.control.putFiled({
      ...filedCase(),
      id: '019ab000-0000-7000-8000-0000000000d1',
      type: 'inspection.submit',
      title: '暗访县政务服务中心',
    })
    const { wrapper } = await open(world)
    expect(wrapper.text()).not.toContain('暗访')
  })

  it('leads from what was refused of a supervisor to that record, behind its lock', async () => {
    const world = testWorld()
    const id = '019ab000-0000-7000-8000-0000000000d2'
    const refusal = { code: 'supervisorRevoked' as const, message: '', at: '2026-11-22T10:20:00.000Z' }
    const refused = filedCase({ id, entry: outboxEntry(caseSubmission({ id }), refusal) })
    world.control.putFiled({ ...refused, type: 'inspection.submit', inspection: {} as never })
    const { wrapper } = await open(world)
    expect(wrapper.find('.state-card a').attributes('href')).toBe(`/me/supervisor/r/${id}`)
  })

  it('has something to say when it is empty', async () => {
    const { wrapper } = await open(testWorld())
    expect(wrapper.text()).toContain('这里还是空的')
    expect(wrapper.find('.supervisor').text()).toBe('监督员')
    await expectAccessible(document.body)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { RouterView } from 'vue-router'
import { ServiceError } from '#sync/services'
import { routes } from '../../../src/app/features/ratings/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import { filedRating, outboxEntry, RATING_ID, loadScreens, settle } from '../../support/filed.ts'
import { mountScreen, type Mounted, type MountScreenOptions } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

async function open(at: string, more: MountScreenOptions = {}): Promise<Mounted> {
  const mounted = await mountScreen(RouterView, { at, routes, ...more })
  await settle()
  return mounted
}
const level = (mounted: Mounted, value: number) =>
  mounted.wrapper.find<HTMLInputElement>(`input[type="radio"][value="${value}"]`).setValue(true)

beforeAll(() => loadScreens(routes), 60_000)

describe('rating a service', () => {
  it('takes two taps', async () => {
    const mounted = await open('/rate?region=990001&item=T-001')
    await level(mounted, 5)
    await mounted.wrapper.find('form').trigger('submit')
    await settle()
    const [record] = await mounted.services.filing.list()
    expect(record?.payload).toMatchObject({ level: 5, tags: [], subject: { item: 'T-001' } })
    expect(record?.number).toMatch(/^PJ-/)
    expect(mounted.router.currentRoute.value.path).toBe(`/ratings/${record?.id}`)
  })

  it('counts a double tap once, offline too', async () => {
    const mounted = await open('/rate?item=T-001', { online: false })
    await level(mounted, 4)
    const form = mounted.wrapper.find('form')
    await Promise.all([form.trigger('submit'), form.trigger('submit')])
    await settle()
    expect(await mounted.services.filing.list()).toHaveLength(1)
    expect(mounted.control.drafts.size).toBe(0)
  })

  it('has its id in the address from the start: going back to it leads to what was sent', async () => {
    const mounted = await open('/rate?item=T-001')
    const at = mounted.router.currentRoute.value.fullPath
    await level(mounted, 4)
    await mounted.wrapper.find('form').trigger('submit')
    await settle()
    const { services, control } = mounted
    mounted.wrapper.unmount()
    const again = await open(at, { world: { services, control } })
    expect(again.router.currentRoute.value.name).toBe('rating')
    expect(again.wrapper.find('form').exists()).toBe(false)
  })

  it('offers the tags of the level and drops those of another', async () => {
    const mounted = await open('/rate?item=T-001')
    await level(mounted, 1)
    const rude = mounted.wrapper.findAll('button.chip').find((chip) => chip.text() === '态度差')
    await rude!.trigger('click')
    await level(mounted, 5)
    expect(mounted.wrapper.text()).not.toContain('态度差')
    await mounted.wrapper.find('form').trigger('submit')
    await settle()
    const [record] = await mounted.services.filing.list()
    expect(record?.payload).toMatchObject({ tags: [] })
  })

  it('takes how long it really took, beside what was promised', async () => {
    const mounted = await open('/rate?item=T-001')
    await level(mounted, 3)
    const { wrapper } = mounted
    expect(wrapper.find('.days').text()).toContain('承诺 8')
    const more = wrapper.find('button[aria-label="多一天"]')
    await more.trigger('click')
    await more.trigger('click')
    expect(wrapper.find('.said').text()).toBe('2 个工作日')
    await wrapper.find('button[aria-label="少一天"]').trigger('click')
    await wrapper.find('button[aria-label="少一天"]').trigger('click')
    expect(wrapper.find('.said').text()).toBe('当场')
    await wrapper.find('form').trigger('submit')
    await settle()
    const [record] = await mounted.services.filing.list()
    expect(record?.payload).toMatchObject({ actualDays: 0 })
  })

  it('asks for a number only when a call is wanted, and keeps it from the unit', async () => {
    const mounted = await open('/rate?item=T-001')
    const { wrapper } = mounted
    await level(mounted, 5)
    expect(wrapper.find('.call').exists()).toBe(false)
    await level(mounted, 1)
    await wrapper.find('.want input').setValue(true)
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(wrapper.find('[role="alert"]').text()).toContain('请填写电话')
    expect(wrapper.text()).not.toContain('不记名')
    await wrapper.find('input[type="tel"]').setValue('一二三')
    await settle()
    expect(wrapper.find('[role="alert"]').text()).toContain('电话只能有数字')
    await wrapper.find('input[type="tel"]').setValue('13812345678')
    await wrapper.find('form').trigger('submit')
    await settle()
    const [record] = await mounted.services.filing.list()
    expect(record?.payload).toMatchObject({ contact: { phone: '13812345678', shareWithUnit: false } })
  })

  it('keeps what is written when it cannot be saved', async () => {
    const mounted = await open('/rate?item=T-001')
    await level(mounted, 2)
    mounted.control.failNext('filing.file', new ServiceError('quota', ''))
    await mounted.wrapper.find('form').trigger('submit')
    await settle()
    expect(mounted.wrapper.text()).toContain('空间不够')
    expect(mounted.control.drafts.size).toBe(1)
  })

  it('asks which service where none is named', async () => {
    const { wrapper } = await open('/rate')
    expect(wrapper.text()).toContain('评哪一次办事')
  })

  it('is accessible before and after the level', async () => {
    const mounted = await open('/rate?item=T-001')
    await expectAccessible(document.body)
    await level(mounted, 1)
    await mounted.wrapper.find('.want input').setValue(true)
    await expectAccessible(document.body)
  })
})

describe('a rating sent', () => {
  const shown = async (record: ReturnType<typeof filedRating>) => {
    const world = testWorld()
    world.control.putFiled(record)
    const mounted = await mountScreen(RouterView, { world, routes, at: `/ratings/${RATING_ID}` })
    await settle()
    return mounted
  }

  it('thanks, and tells the truth about delivery', async () => {
    const { wrapper } = await shown(filedRating())
    expect(wrapper.text()).toContain('不满意')
    expect(wrapper.text()).toContain('实际用时 12 个工作日')
    expect(wrapper.text()).toContain('已送达')
    await expectAccessible(document.body)
  })

  it('can be corrected when it was refused', async () => {
    const record = filedRating()
    delete record.delivered
    const refusal = { code: 'invalid' as const, message: '', at: '' }
    const entry = { ...outboxEntry(record.payload, refusal), type: 'rating.submit' as const }
    const { wrapper, control, router, services } = await shown({ ...record, entry })
    const edit = wrapper.findAll('button').find((one) => one.text().includes('改好再送'))
    await edit!.trigger('click')
    await settle()
    const [draft] = [...control.drafts.values()]
    expect(draft?.data).toMatchObject({ level: 2, tags: ['rude'], actualDays: 12 })
    expect(router.currentRoute.value.query.draft).toBe(draft?.id)
    expect(await services.filing.list()).toEqual([])
  })
})

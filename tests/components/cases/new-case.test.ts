import type { DOMWrapper, VueWrapper } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { RouterView } from 'vue-router'
import type { CaseSubmission } from '#domain/cases/types'
import { ServiceError } from '#sync/services'
import { routes } from '../../../src/app/features/cases/routes.ts'
import { expectAccessible } from '../../support/axe.ts'
import { loadScreens, settle } from '../../support/filed.ts'
import { mountScreen, type Mounted, type MountScreenOptions } from '../../support/mount.ts'

async function open(at: string, more: MountScreenOptions = {}): Promise<Mounted> {
  const mounted = await mountScreen(RouterView, { at, routes, ...more })
  await settle()
  return mounted
}
const button = (wrapper: VueWrapper, text: string): DOMWrapper<Element> => {
  const found = wrapper.findAll('button').find((one) => one.text().includes(text))
  if (!found) throw new Error(`no button ${text} in ${wrapper.text()}`)
  return found
}
const picture = (name: string, type = 'image/jpeg') => new File([name], `${name}.jpg`, { type })
async function choose(wrapper: VueWrapper, files: File[]): Promise<void> {
  const input = wrapper.find<HTMLInputElement>('input[type="file"][multiple]')
  Object.defineProperty(input.element, 'files', { value: files, configurable: true })
  await input.trigger('change')
  await settle()
}
const draftOf = (mounted: Mounted) => [...mounted.control.drafts.values()][0]

beforeAll(() => loadScreens(routes), 60_000)

describe('writing a case', () => {
  it('saves at every keystroke, under the id in the address, and says when', async () => {
    const mounted = await open('/cases/new?kind=complaint&item=T-001')
    const { wrapper, router, control } = mounted
    expect(control.drafts.size).toBe(0) // opening alone leaves nothing behind
    const area = wrapper.find('textarea')
    for (const text of ['窗', '窗口', '窗口没', '窗口没人']) {
      await area.setValue(text)
      await settle()
      expect((draftOf(mounted)?.data as { text: string }).text).toBe(text)
    }
    expect(control.drafts.size).toBe(1)
    expect(router.currentRoute.value.query.draft).toBe(draftOf(mounted)?.id)
    expect(wrapper.text()).toContain('已自动保存')
  })

  it('comes back after a reload as it was', async () => {
    const first = await open('/cases/new?kind=suggestion&venue=hall')
    await first.wrapper.find('textarea').setValue('增设午间值班窗口')
    await settle()
    const { services, control } = first
    const at = first.router.currentRoute.value.fullPath
    first.wrapper.unmount()
    const second = await open(at, { world: { services, control } })
    expect(second.wrapper.find('textarea').element.value).toBe('增设午间值班窗口')
    expect(second.wrapper.text()).toContain('县政务服务中心')
    expect(control.drafts.size).toBe(1)
  })

  it('does not write over, or file without, what another window wrote', async () => {
    const first = await open('/cases/new?kind=complaint&item=T-001')
    await first.wrapper.find('textarea').setValue('起头')
    await settle()
    const { services, control } = first
    const at = first.router.currentRoute.value.fullPath
    const second = await open(at, { world: { services, control } })
    control.tick(1000)
    await first.wrapper.find('textarea').setValue('起头，接着写了很多')
    await settle()
    await second.wrapper.find('form').trigger('submit')
    await vi.waitFor(() => expect(second.wrapper.text()).toContain('内容刚被更新过'))
    expect(await services.filing.list()).toHaveLength(0)
    await second.wrapper.find('textarea').setValue('起头，改了')
    await settle()
    expect(second.wrapper.find('[role="alert"]').text()).toContain('内容刚被更新过')
    expect((draftOf(first)?.data as { text: string }).text).toBe('起头，接着写了很多')
  })

  it('says so when a keystroke could not be saved, and saves with the next', async () => {
    const mounted = await open('/cases/new?item=T-001')
    mounted.control.failNext('drafts.put', new ServiceError('quota', 'full'))
    await mounted.wrapper.find('textarea').setValue('一')
    await settle()
    expect(mounted.wrapper.find('[role="alert"]').text()).toContain('空间不够')
    await mounted.wrapper.find('textarea').setValue('一二')
    await settle()
    expect(mounted.wrapper.find('[role="alert"]').exists()).toBe(false)
    expect((draftOf(mounted)?.data as { text: string }).text).toBe('一二')
  })

  it('lets an enquiry ask whose matter it is, in the words that found nothing', async () => {
    const { wrapper, services } = await open('/cases/new?kind=enquiry&text=身份证丢了怎么补')
    expect(wrapper.find('textarea').element.value).toBe('身份证丢了怎么补')
    expect(wrapper.text()).toContain('不知道可以不选')
    await wrapper.find('form').trigger('submit')
    await vi.waitUntil(async () => (await services.filing.list()).length > 0)
    const [record] = await services.filing.list()
    expect(record?.payload).toMatchObject({ kind: 'enquiry', subject: {}, text: '身份证丢了怎么补' })
  })

  it('asks of a complaint what it is about', async () => {
    const { wrapper, services } = await open('/cases/new?kind=complaint&text=没人管')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(wrapper.text()).toContain('请选一个：事项、大厅、窗口或部门')
    expect(await services.filing.list()).toHaveLength(0)
  })

  it('files once however often submit is tapped, with number, code and the draft gone', async () => {
    const { wrapper, services, control, router } = await open('/cases/new?kind=complaint&item=T-001')
    await wrapper.find('textarea').setValue('窗口没人')
    const form = wrapper.find('form')
    await Promise.all([form.trigger('submit'), form.trigger('submit'), form.trigger('submit')])
    await vi.waitUntil(() => router.currentRoute.value.name === 'receipt', { timeout: 4000 })
    await settle()
    const records = await services.filing.list()
    expect(records).toHaveLength(1)
    const record = records[0]!
    expect(record.number).toMatch(/^TS-20261123-[0-9A-Z]{5}$/)
    expect(record.receiptCode).toMatch(/^(\w{4}-){3}\w{4}$/)
    expect(record.payload).toMatchObject({ text: '窗口没人', subject: { item: 'T-001' }, public: false })
    expect((record.payload as CaseSubmission).contact).toBeUndefined()
    expect(control.drafts.size).toBe(0)
    expect(router.currentRoute.value.path).toBe(`/cases/${record.id}`)
  })

  it('keeps everything when filing fails, and the second try is the same case', async () => {
    const mounted = await open('/cases/new?item=T-001')
    const { wrapper, services, control } = mounted
    await wrapper.find('textarea').setValue('窗口没人')
    await settle()
    control.failNext('filing.file', new ServiceError('storage', 'locked'))
    await wrapper.find('form').trigger('submit')
    await vi.waitFor(() => expect(wrapper.text()).toContain('本机存储读写失败'))
    expect(control.drafts.size).toBe(1)
    await wrapper.find('textarea').setValue('窗口没人，等了一小时')
    await wrapper.find('form').trigger('submit')
    await vi.waitUntil(async () => (await services.filing.list()).length > 0)
    await settle()
    const records = await services.filing.list()
    expect(records.map((record) => (record.payload as CaseSubmission).text)).toEqual(['窗口没人，等了一小时'])
  })

  it('takes nine photos and refuses the tenth in words', async () => {
    const mounted = await open('/cases/new?item=T-001')
    const { wrapper } = mounted
    await choose(
      wrapper,
      Array.from({ length: 10 }, (_, i) => picture(`p${i}`)),
    )
    expect(wrapper.findAll('.picker li')).toHaveLength(9)
    expect(wrapper.text()).toContain('最多 9 张，另外 1 张没有加入')
    expect(wrapper.find('input[type="file"]').exists()).toBe(false)
    await vi.waitUntil(() => draftOf(mounted)?.photos.length === 9)
    await wrapper.find('.picker li button').trigger('click')
    await settle()
    expect(wrapper.findAll('.picker li')).toHaveLength(8)
    expect(draftOf(mounted)?.photos).toHaveLength(8)
  })

  it('says which file is no picture, and takes the others', async () => {
    const { wrapper } = await open('/cases/new?item=T-001')
    await choose(wrapper, [picture('a'), picture('b', 'application/pdf'), picture('a')])
    expect(wrapper.findAll('.picker li')).toHaveLength(1)
    const told = wrapper.findAll('.picker [role="alert"]').map((one) => one.text())
    expect(told[0]).toContain('b.jpg')
    expect(told[0]).toContain('不是可用的照片')
    expect(told[1]).toContain('a.jpg：这张已经在了')
  })

  it('warns of a phone number in the text without blocking', async () => {
    const { wrapper, services } = await open('/cases/new?item=T-001')
    await wrapper.find('textarea').setValue('请打 13812345678')
    expect(wrapper.text()).toContain('好像有手机号')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(await services.filing.list()).toHaveLength(1)
  })

  it('asks in words for what is missing', async () => {
    const { wrapper, services } = await open('/cases/new?kind=disclosureReport')
    await wrapper.find('form').trigger('submit')
    await settle()
    const told = wrapper.findAll('[role="alert"]').map((one) => one.text())
    expect(told.join()).toContain('纠错要具体到事项')
    expect(told.join()).toContain('请选八项里的一项')
    expect(told.join()).toContain('请写几句')
    expect(await services.filing.list()).toHaveLength(0)
  })

  it('reports one of the eight from the item page', async () => {
    const { wrapper, services } = await open('/cases/new?item=T-002&disclosure=feeStandard')
    expect(wrapper.find('[aria-pressed="true"].chip').text()).toBe('公开纠错')
    await button(wrapper, '没有公开').trigger('click')
    await wrapper.findAll('textarea')[1]!.setValue('公示栏上没有收费标准')
    await wrapper.find('form').trigger('submit')
    await vi.waitUntil(async () => (await services.filing.list()).length > 0)
    await settle()
    const [record] = await services.filing.list()
    expect(record?.payload).toMatchObject({
      kind: 'disclosureReport',
      disclosure: { key: 'feeStandard', problem: 'missing' },
    })
  })

  it('attaches the one-time notice named in the address, and lets it go again', async () => {
    const mounted = await open('/cases/new?item=T-001')
    mounted.wrapper.unmount()
    const { services, control } = mounted
    const notice = {
      id: '019ab000-0000-7000-8000-00000000000a',
      region: '990001',
      item: 'T-001',
      itemName: '烟草专卖零售许可证新办',
      department: '烟草专卖局',
      catalogueVersion: 3,
      madeAt: '2026-11-18T02:00:00.000Z',
      materials: [{ name: '营业执照' }],
    }
    await services.notices.save(notice, [0])
    const { wrapper } = await open(`/cases/new?notice=${notice.id}`, { world: { services, control } })
    await wrapper.find('textarea').setValue('又要了别的材料')
    expect(wrapper.text()).toContain('附一次性告知单')
    await wrapper.find('form').trigger('submit')
    await vi.waitUntil(async () => (await services.filing.list()).length > 0)
    await settle()
    const [record] = await services.filing.list()
    expect((record?.payload as CaseSubmission).notice).toEqual(notice)
  })

  it('finds what it is about in the catalogue', async () => {
    const { wrapper } = await open('/cases/new?kind=complaint')
    await wrapper.find('.subject').trigger('click')
    await settle()
    await wrapper.find('dialog input[type="search"]').setValue('sgxk')
    await settle()
    // The search comes by a lazy import, which takes the time it takes.
    const hit = await vi.waitUntil(() =>
      wrapper.findAll('dialog li button').find((one) => one.text().includes('施工许可（新办）')),
    )
    await hit.trigger('click')
    expect(wrapper.find('.subject').text()).toContain('建筑工程施工许可（新办）')
  })

  it('is accessible, filled and wrong', async () => {
    const { wrapper } = await open('/cases/new?kind=disclosureReport&item=T-001')
    await choose(wrapper, [picture('a')])
    await expectAccessible(document.body)
    await wrapper.find('form').trigger('submit')
    await settle()
    await expectAccessible(document.body)
  })
})

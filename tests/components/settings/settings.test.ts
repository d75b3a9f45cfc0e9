import { readFileSync } from 'node:fs'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ServiceError } from '#sync/services'
import { routes } from '../../../src/app/features/settings/routes.ts'
import SettingsView from '../../../src/app/features/settings/SettingsView.vue'
import { VERSION } from '../../../src/app/features/settings/version.ts'
import { useToast } from '../../../src/app/ui/toast.ts'
import { expectAccessible } from '../../support/axe.ts'
import { filedCase } from '../../support/filed.ts'
import { mountScreen, type Mounted } from '../../support/mount.ts'
import { testWorld, type TestWorld } from '../../support/services.ts'

async function open(world: TestWorld = testWorld()): Promise<Mounted> {
  const mounted = await mountScreen(SettingsView, { world, routes, at: '/me/settings' })
  await flushPromises()
  return mounted
}
const choose = async ({ wrapper }: Mounted, label: string) => {
  const input = wrapper
    .findAll('label')
    .find((one) => one.text() === label)!
    .find('input')
  await input.setValue(true)
  await flushPromises()
}
const button = ({ wrapper }: Mounted, label: string) =>
  wrapper.findAll('button').find((one) => one.text() === label)!

afterEach(() => {
  delete document.documentElement.dataset.theme
  delete document.documentElement.dataset.scale
})

describe('设置', () => {
  it('is accessible and names the region', async () => {
    const mounted = await open()
    expect(mounted.wrapper.find('.settings-link').text()).toContain('测试县')
    expect(mounted.wrapper.find('.settings-link').attributes('href')).toBe('/regions')
    await expectAccessible(mounted.wrapper.element as Element)
  })

  it('changes language, size and theme at once, and stores them', async () => {
    const mounted = await open()
    await choose(mounted, '特大')
    expect(document.documentElement.dataset.scale).toBe('1.5')
    await choose(mounted, '深色')
    expect(document.documentElement.dataset.theme).toBe('dark')
    await choose(mounted, 'English')
    expect(document.documentElement.lang).toBe('en')
    expect(mounted.wrapper.find('h1').text()).toBe('Settings')
    expect(mounted.control.settings()).toMatchObject({ locale: 'en', theme: 'dark', textScale: 1.5 })
  })

  it('takes the plain name for covert use', async () => {
    const mounted = await open()
    await mounted.wrapper.find('[role="switch"]').setValue(true)
    await flushPromises()
    expect(mounted.control.settings().plainTitle).toBe(true)
  })

  it('says so when a choice could not be stored, and keeps it on screen', async () => {
    const mounted = await open()
    mounted.control.failNext('settings.save', new ServiceError('quota', 'full'))
    await choose(mounted, '深色')
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(useToast().toasts.at(-1)?.text).toContain('手机空间不够')
  })

  it('tells what is used and protected, and asks to protect it', async () => {
    const world = testWorld()
    let persisted = false
    world.services.storage.state = () => Promise.resolve({ persisted, usage: 1_200_000, quota: 12e9 })
    const mounted = await open(world)
    expect(mounted.wrapper.text()).toContain('已用 1.2 MB，浏览器最多给 12.0 GB')
    expect(mounted.wrapper.text()).toContain('可能被清理')
    world.services.storage.persist = () => Promise.resolve(false)
    await button(mounted, '请浏览器保护').trigger('click')
    await flushPromises()
    expect(mounted.wrapper.text()).toContain('浏览器这次没有同意')
    persisted = true
    await button(mounted, '请浏览器保护').trigger('click')
    await flushPromises()
    expect(mounted.wrapper.text()).toContain('受保护')
    expect(mounted.wrapper.text()).not.toContain('没有同意')
  })

  it('has nothing to export when everything is delivered', async () => {
    const mounted = await open()
    expect(mounted.wrapper.text()).toContain('没有未送达的内容')
  })

  it('exports what is unsent under a passphrase, to be saved or shared', async () => {
    const world = testWorld()
    const photo = { sha256: 'b'.repeat(64), bytes: 9, type: 'image/jpeg' }
    const waiting = filedCase()
    world.control.putFiled({ ...waiting, entry: { ...waiting.entry!, attachments: [photo] } })
    await world.services.drafts.put({
      id: world.services.newId(),
      kind: 'rating',
      createdAt: '2026-11-22T10:20:00.000Z',
      updatedAt: '2026-11-22T10:20:00.000Z',
      data: {},
      photos: [photo.sha256, 'c'.repeat(64)],
    })
    const given: string[] = []
    world.services.filing.exportUnsent = (passphrase) => {
      given.push(passphrase)
      return Promise.resolve(new Uint8Array([1, 2, 3]))
    }
    const mounted = await open(world)
    const { wrapper } = mounted
    expect(wrapper.text()).toContain('1 条记录、2 张照片 · 另有 1 份草稿')

    await button(mounted, '导出加密文件').trigger('click')
    await wrapper.find('dialog input').setValue('短')
    await wrapper.find('dialog form').trigger('submit')
    expect(wrapper.find('dialog [role="alert"]').text()).toContain('再加 7 个字')
    await expectAccessible(wrapper.find('dialog').element)

    await wrapper.find('dialog input').setValue('门前大桥下游过一群鸭')
    await wrapper.find('dialog form').trigger('submit')
    await flushPromises()
    expect(given).toEqual(['门前大桥下游过一群鸭'])
    const save = wrapper.find('dialog a[download]')
    expect(save.attributes('download')).toBe('mingcha-unsent-2026-11-23.mingcha')
    expect(wrapper.find('dialog').text()).toContain('3 B')
    // the passphrase does not stay in the page
    expect(wrapper.find('dialog input').exists()).toBe(false)
  })

  it('keeps everything and says why when the export fails', async () => {
    const world = testWorld()
    world.control.putFiled(filedCase())
    world.control.failNext('filing.exportUnsent', new ServiceError('storage', 'broken'))
    const mounted = await open(world)
    await button(mounted, '导出加密文件').trigger('click')
    await mounted.wrapper.find('dialog input').setValue('correct horse')
    await mounted.wrapper.find('dialog form').trigger('submit')
    await flushPromises()
    expect(mounted.wrapper.find('dialog [role="alert"]').text()).toContain('本机存储读写失败')
  })

  it('imports what another phone exported, and says what a wrong passphrase or file is', async () => {
    const world = testWorld()
    const mounted = await open(world)
    const { wrapper } = mounted
    const input = wrapper.find<HTMLInputElement>('input[type="file"]')
    const file = new File([new Uint8Array([1, 2, 3])], 'mingcha-unsent-2026-11-23.mingcha')
    Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
    await input.trigger('change')
    const dialog = wrapper.findAll('dialog').find((one) => one.text().includes(file.name))!
    await expectAccessible(dialog.element)
    for (const [code, words] of [
      ['forbidden', '口令不对'],
      ['badRequest', '不是明察导出的文件'],
      ['quota', '空间'],
    ] as const) {
      world.control.failNext('filing.importUnsent', new ServiceError(code, code))
      await dialog.find('input').setValue('门前大桥下游过一群鸭')
      await dialog.find('form').trigger('submit')
      await flushPromises()
      expect(dialog.find('[role="alert"]').text()).toContain(words)
    }
    await dialog.find('form').trigger('submit')
    await flushPromises()
    expect(dialog.text()).toContain('已导入 2 条记录、1 份草稿、3 张照片')
    expect(dialog.text()).toContain('1 条这台手机上已有')
    expect(dialog.find('input').exists()).toBe(false)
  })

  it('asks for a new version, and takes it when there is one', async () => {
    const world = testWorld()
    const check = vi.fn(() => Promise.resolve(false))
    world.services.updates.check = check
    const mounted = await open(world)
    await button(mounted, '检查更新').trigger('click')
    await flushPromises()
    expect(check).toHaveBeenCalledOnce()
    expect(mounted.wrapper.text()).toContain('已是最新版')
    world.control.updateReady()
    await flushPromises()
    await button(mounted, '换用新版').trigger('click')
    expect(world.control.applied()).toBe(1)
  })

  it('names the version that package.json has', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(VERSION).toBe(version)
  })
})

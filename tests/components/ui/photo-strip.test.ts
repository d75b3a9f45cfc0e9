import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import PhotoStrip from '../../../src/app/ui/PhotoStrip.vue'
import { mountScreen } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

it('says how many photos it did not take, when more were chosen than it holds', async () => {
  const world = testWorld()
  const props = { modelValue: [], max: 2 }
  const { wrapper } = await mountScreen(PhotoStrip, { world, props })
  const input = wrapper.find<HTMLInputElement>('input[type="file"]')
  const files = [1, 2, 3, 4, 5].map(
    (n) => new File([new Uint8Array([n])], `${n}.jpg`, { type: 'image/jpeg' }),
  )
  Object.defineProperty(input.element, 'files', { value: files, configurable: true })
  await input.trigger('change')
  await flushPromises()
  expect(wrapper.find('[role="alert"]').text()).toBe('最多 2 张，另外 3 张没有加入。')
})

it('shows a photo of a record whole, and small again', async () => {
  const world = testWorld()
  const photo = await world.services.photos.add(new File(['a'], 'a.jpg', { type: 'image/jpeg' }))
  const { wrapper } = await mountScreen(PhotoStrip, { world, props: { modelValue: [photo], readonly: true } })
  await flushPromises()
  const view = wrapper.get('button')
  expect(view.attributes('aria-expanded')).toBe('false')
  await view.trigger('click')
  expect(view.attributes('aria-expanded')).toBe('true')
  expect(wrapper.get('li').classes()).toContain('large')
  await view.trigger('click')
  expect(wrapper.get('li').classes()).not.toContain('large')
})

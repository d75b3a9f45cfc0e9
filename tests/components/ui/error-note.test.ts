import { expect, it } from 'vitest'
import { ServiceError } from '#sync/services'
import ErrorNote from '../../../src/app/ui/ErrorNote.vue'
import { mountScreen } from '../../support/mount.ts'

it('offers another try, but not of what is not allowed', async () => {
  let tries = 0
  const retry = () => tries++
  const offline = await mountScreen(ErrorNote, { props: { error: new ServiceError('network', ''), retry } })
  await offline.wrapper.get('button').trigger('click')
  expect(tries).toBe(1)
  offline.wrapper.unmount()
  const { wrapper } = await mountScreen(ErrorNote, {
    props: { error: new ServiceError('forbidden', ''), retry },
  })
  expect(wrapper.get('[role=alert]').text()).not.toBe('')
  expect(wrapper.find('button').exists()).toBe(false)
})

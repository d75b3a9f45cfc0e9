import { afterEach, describe, expect, it, vi } from 'vitest'
import { photosWait } from '#platform/metered'
import { createSettings } from '#platform/settings'
import { phone } from './phone.ts'

afterEach(() => vi.unstubAllGlobals())

const line = (connection?: object) =>
  vi.stubGlobal('navigator', { language: 'zh-CN', ...(connection ? { connection } : {}) })

describe('photos wait for Wi-Fi', () => {
  it.each([
    ['mobile data', { type: 'cellular' }, true],
    ['data saving on Wi-Fi', { type: 'wifi', saveData: true }, true],
    ['Wi-Fi', { type: 'wifi', saveData: false }, false],
    ['a browser that does not say', undefined, false],
  ])('on %s, if the user wishes so', async (_name, connection, expected) => {
    line(connection)
    const { database, close } = phone()
    const settings = createSettings(database)
    expect(await photosWait(database)).toBe(false)
    await settings.save({ ...(await settings.load()), photosOnWifiOnly: true })
    expect((await settings.load()).photosOnWifiOnly).toBe(true)
    expect(await photosWait(database)).toBe(expected)
    await close()
  })
})

/** A build says its messages from data; what it says must be what Paraglide compiled, message by message. */
import { describe, expect, it } from 'vitest'
import { messageTexts } from '../../../../.ci/message-texts.mjs'
import { m } from '../../../../src/app/i18n/paraglide/messages.js'
import { fill, type Inputs } from '../../../../src/app/i18n/wording.ts'

type Compiled = (inputs: Inputs, options: { locale: 'zh' | 'en' }) => string
const compiled = m as unknown as Record<string, Compiled>

const names = (wording: unknown) =>
  [...JSON.stringify(wording).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

describe.each(['zh', 'en'] as const)('messages in %s', (locale) => {
  const texts = messageTexts(locale)

  it('are the same as compiled, whatever the number', () => {
    expect(texts.size).toBeGreaterThan(800)
    for (const [key, wording] of texts)
      for (const value of [0, 1, 2, 11, '1', 'x']) {
        const inputs = Object.fromEntries(['count', ...names(wording)].map((name) => [name, value]))
        expect(fill(wording, inputs, locale), key).toBe(compiled[key]!(inputs, { locale }))
      }
  })

  it('have a text for every message of the other language', () => {
    expect([...texts.keys()]).toEqual([...messageTexts(locale === 'zh' ? 'en' : 'zh').keys()])
  })
})

describe('a wording', () => {
  it('takes its variant by the number and puts every input in, none twice', () => {
    const photos = ['count', { one: '{count} photo of {name}', other: '{count} photos of {name}' }] as const
    expect(fill(photos, { count: 1, name: '{count}' }, 'en')).toBe('1 photo of {count}')
    expect(fill(photos, { count: 2, name: 'Ann' }, 'en')).toBe('2 photos of Ann')
  })
})

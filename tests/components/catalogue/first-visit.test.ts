/** What stands in the page before the app runs is what the app will draw in its place. */
import { expect, it, vi } from 'vitest'
import { firstVisit } from '../../../.ci/first-paint.mjs'
import SearchView from '../../../src/app/features/catalogue/SearchView.vue'
import type { Locale } from '../../../src/app/i18n/index.ts'
import { mountScreen } from '../../support/mount.ts'

/** Tags, classes, words and drawings, without what Vue or the order of writing adds. */
function shape(element: Element): unknown {
  const { tagName, className, children } = element
  const has = ['viewBox', 'role', 'aria-label', 'd'].map((name) => element.getAttribute(name))
  return children.length > 0
    ? [tagName, className, has, ...[...children].map(shape)]
    : [tagName, className, has, element.textContent.trim()]
}

it.each<Locale>(['zh', 'en'])('the words of a first visit, %s', async (locale) => {
  const before = document.createElement('div')
  before.innerHTML = firstVisit(locale)
  expect(before.innerHTML).not.toContain('{')
  await mountScreen(SearchView, { stored: [], settings: { locale } })
  await vi.waitFor(() => expect(document.querySelector('.welcome .ring')).not.toBeNull())
  const parts = (root: Element, place: string) =>
    [...root.querySelectorAll(place)].map((element) => shape(element))
  const words = '.welcome > .ring, .welcome > .welcome-title, .welcome > .welcome-text'
  expect(parts(before, words)).toHaveLength(3)
  expect(parts(before, words)).toEqual(parts(document.body, words))
  expect(parts(before, '.bar .place')).toEqual(parts(document.body, '.bar .place'))
  expect(before.firstElementChild?.getAttribute('lang')).toBe(document.documentElement.lang)
  // as first-visit.css has it
  expect(document.querySelector<HTMLElement>('.welcome .ring')?.style.width).toBe('6rem')
})

/** Accessibility of a mounted component, judged by axe; a violation fails with its rule, element and advice. */
import axe from 'axe-core'
import { expect } from 'vitest'

/**
 * Rules that need a whole page or real layout are left to the journeys in a real browser: happy-dom has no layout, so
 * colour contrast and target size cannot be judged here, and a component alone is not a page with landmarks.
 */
const OUT_OF_REACH = ['color-contrast', 'target-size', 'region', 'page-has-heading-one', 'landmark-one-main']

export async function expectAccessible(element: Element): Promise<void> {
  const attached = document.body.contains(element)
  const holder = document.createElement('div')
  if (!attached) {
    document.body.append(holder)
    holder.append(element)
  }
  const { violations } = await axe.run(element, {
    rules: Object.fromEntries(OUT_OF_REACH.map((rule) => [rule, { enabled: false }])),
  })
  const told = violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help} → ${node.html}`),
  )
  if (!attached) holder.remove()
  expect(told).toEqual([])
}

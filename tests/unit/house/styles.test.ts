/**
 * A style that is not scoped reaches every element with its class, whichever screen was opened first. So a class that
 * one feature's style speaks of belongs to that feature: no other may use the name, nor one of the shared parts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'vue/compiler-sfc'

const app = join(import.meta.dirname, '../../../src/app')

/** Of `features/desk/cases/X.vue` the desk; of anything outside the features its folder. */
const ownerOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('features/') ? 2 : 1)
    .join('/')

/** The classes that the first element of each selector must have: of `.card.check > b` card and check. */
const subjects = (css: string): string[][] =>
  [...css.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{};]+)\{/g)]
    .flatMap(([, selectors = '']) => selectors.split(','))
    .map(
      (selector) =>
        /^[a-z]*((?:\.[a-z][\w-]*)+)(?![\w-]|:has)/.exec(selector.trim())?.[1]?.split('.').slice(1) ?? [],
    )
    .filter((names) => names.length > 0)

/** The classes that each element of a template may have, the ones that depend on something too. */
const given = (template: string): string[][] =>
  [...template.matchAll(/<[a-zA-Z][^<]*?(?<![=-])>/gs)]
    .map(([tag]) => [
      ...(/(?<![:\w-])class="([^"]*)"/.exec(tag)?.[1]?.split(/\s+/) ?? []),
      ...[
        ...(/:class="([^"]*)"/.exec(tag)?.[1] ?? '').matchAll(
          /'([a-z][\w-]*)'|[{,]\s*([a-z][\w-]*)\s*(?=[:,}])/g,
        ),
      ].map(([, quoted, key]) => quoted ?? key ?? ''),
    ])
    .filter((names) => names.length > 0)

interface Part {
  owner: string
  path: string
  /** classes of its own style, where it reaches everywhere */
  reaching: string[][]
  given: string[][]
}

const parts = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.vue'))
  .map((path): Part => {
    const { template, styles } = parse(readFileSync(join(app, path), 'utf8')).descriptor
    const reaching = styles.filter((style) => !style.scoped).flatMap((style) => subjects(style.content))
    return { owner: ownerOf(path), path, reaching, given: given(template?.content ?? '') }
  })
const shared = new Set(parts.filter((part) => part.owner === 'ui').flatMap((part) => part.reaching.flat()))
/** of the style sheets that every screen has */
const everywhere = new Set(
  readdirSync(join(app, 'styles'))
    .filter((name) => name.endsWith('.css'))
    .flatMap((name) => subjects(readFileSync(join(app, 'styles', name), 'utf8')).flat()),
)
const ofFeatures = parts.filter((part) => part.owner.startsWith('features/'))

test('the parts were read', () => {
  expect(parts.length).toBeGreaterThan(150)
  expect(shared).toContain('button')
  expect(subjects('.card.check > b, a.tab:hover { } /* .no { */ [x] .not, .on{} .bar:has(> .off) {')).toEqual(
    [['card', 'check'], ['tab'], ['on']],
  )
  expect(
    given(`<p class="a b" :class="[c, { d, 'e-f': g }, h ? 'i' : '']" @x="() => y"><b class="j">`),
  ).toEqual([['a', 'b', 'd', 'e-f', 'i'], ['j']])
})

test('no style of a feature reaches an element of another', () => {
  const clashes = ofFeatures.flatMap(({ owner, path, reaching }) =>
    reaching
      .filter((names) => !names.every((name) => shared.has(name) || everywhere.has(name)))
      .flatMap((names) =>
        parts
          .filter((other) => other.owner !== owner)
          .filter((other) => other.given.some((all) => names.every((name) => all.includes(name))))
          .map((other) => `.${names.join('.')} of ${path} reaches ${other.path}`),
      ),
  )
  expect([...new Set(clashes)]).toEqual([])
})

test('no style of a feature that reaches everywhere changes a shared part', () => {
  const clashes = ofFeatures.flatMap(({ path, reaching }) =>
    reaching
      .filter((names) => names.every((name) => shared.has(name) || everywhere.has(name)))
      .map((names) => `.${names.join('.')} of ${path}`),
  )
  expect([...new Set(clashes)]).toEqual([])
})

/** A supervisor at the real desk (keys, vault, database) under the real screens. */
import { RouterView } from 'vue-router'
import { expect, vi } from 'vitest'
import { routes } from '../../../src/app/features/inspections/routes.ts'
import type { InspectionDraft } from '#domain/inspections/record'
import type { Answers } from '#domain/inspections/types'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, settled, type Mounted } from '../../support/mount.ts'
import { testWorld, type WorldOptions } from '../../support/services.ts'
import { CODE, inspection, office, phone, PIN, type Phone } from '../../unit/platform/supervisor/phone.ts'

const REGION = { code: '000000', name: '示例区', level: 'county' as const, sample: true }
export const CATALOGUE = testCatalogue({ region: REGION })
export const ITEMS = CATALOGUE.items.slice(0, 3).map(({ code }) => code)

export interface Seat extends Mounted {
  mine: Phone
  server: ReturnType<typeof office>
  text(): string
  press(label: string): Promise<void>
  wait(until: () => boolean): Promise<void>
}

/** Enrolled and unlocked at this address, after `before` has put there what the phone holds already. */
export async function sitDown(
  at: string,
  options: WorldOptions = {},
  before: (mine: Phone, server: ReturnType<typeof office>) => unknown = () => undefined,
): Promise<Seat> {
  document.body.innerHTML = ''
  const server = office()
  const mine = phone(server.transport, options.now)
  const world = testWorld({ catalogues: [CATALOGUE], now: mine.clock.now, ...options })
  world.services.supervisor = mine.desk
  world.services.filing = { ...world.services.filing, ...mine.filing }
  await mine.desk.enrol(CODE, PIN)
  await before(mine, server)
  const mounted = await mountScreen(RouterView, { world, at, routes })
  const text = () => document.body.textContent
  const wait = async (until: () => boolean) => {
    await vi.waitFor(() => {
      if (!until()) throw new Error(`not yet: ${text()}`)
    }, 4000)
    await settled()
  }
  const press = async (label: string) => {
    const find = () =>
      [...document.querySelectorAll<HTMLElement>('button, a, label.tile, .verdicts label')].find(
        (one) => one.textContent.trim() === label || one.getAttribute('aria-label') === label,
      )
    await wait(() => find() !== undefined)
    const found = find()
    ;(found?.querySelector('input') ?? found)?.click()
    await settled()
  }
  return { ...mounted, mine, server, text, press, wait }
}

export async function fill(selector: string, value: string): Promise<void> {
  const input = document.querySelector<HTMLInputElement>(selector)
  expect(input, selector).not.toBeNull()
  if (!input) return
  input.value = value
  input.dispatchEvent(new Event('input'))
  input.dispatchEvent(new Event('change'))
  await settled()
}

export const DRAFT = '0193a000-0000-7000-8000-00000000000a'

/** Puts an inspection under way on the phone. */
export async function underWay(
  mine: Phone,
  answers: Answers,
  more: Partial<InspectionDraft> = {},
): Promise<void> {
  const data = inspection(more.id ?? DRAFT, answers, { items: ITEMS, ...more })
  const at = new Date(mine.clock.now).toISOString()
  const photos = Object.values(answers).flatMap((answer) => answer.photos ?? [])
  await mine.desk.drafts.put({
    id: data.id,
    kind: 'inspection',
    createdAt: at,
    updatedAt: at,
    data,
    photos,
  })
}

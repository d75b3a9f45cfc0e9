import { RouterView } from 'vue-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { routes } from '../../../src/app/features/inspections/routes.ts'
import { useDesk } from '../../../src/app/features/inspections/desk-store.ts'
import { expectAccessible } from '../../support/axe.ts'
import { testCatalogue } from '../../support/catalogue.ts'
import { mountScreen, settled, type Mounted } from '../../support/mount.ts'
import { testWorld, type WorldOptions } from '../../support/services.ts'
import { CODE, office, phone, PIN, type Phone } from '../../unit/platform/supervisor/phone.ts'

// Real key stretching and many screens: slow where the machine is.
vi.setConfig({ testTimeout: 60_000 })

const REGION = { code: '000000', name: '示例区', level: 'county' as const, sample: true }

interface Desk extends Mounted {
  mine: Phone
  text(): string
  press(label: string): Promise<void>
  wait(until: () => boolean): Promise<void>
  keypad(pin: string): Promise<void>
}

/** The real desk (keys, vault, database) under the real screens. */
async function sit(at = '/me/supervisor', enrolled = true, options: WorldOptions = {}): Promise<Desk> {
  const server = office()
  const mine = phone(server.transport)
  const world = testWorld({
    catalogues: [testCatalogue({ region: REGION })],
    now: mine.clock.now,
    ...options,
  })
  world.services.supervisor = mine.desk
  world.services.filing = { ...world.services.filing, ...mine.filing }
  if (enrolled) await mine.desk.enrol(CODE, PIN)
  const mounted = await mountScreen(RouterView, { world, at, routes })
  const root = () => document.body
  const text = () => root().textContent
  const wait = async (until: () => boolean) => {
    await vi.waitFor(() => {
      if (!until()) throw new Error(`not yet: ${text()}`)
    }, 4000)
    await settled()
  }
  const press = async (label: string) => {
    const find = () =>
      [...root().querySelectorAll<HTMLElement>('button, a, label.tile, .verdicts label')].find(
        (one) => one.textContent.trim() === label || one.getAttribute('aria-label') === label,
      )
    await wait(() => find() !== undefined)
    const found = find()!
    const input = found.querySelector('input')
    ;(input ?? found).click()
    await settled()
  }
  const keypad = async (pin: string) => {
    for (const digit of pin) await press(digit)
  }
  return { ...mounted, mine, text, press, wait, keypad }
}
const fill = async (element: Element | null, value: string) => {
  const input = element as HTMLInputElement
  input.value = value
  input.dispatchEvent(new Event('input'))
  await settled()
}

beforeEach(() => {
  document.body.innerHTML = ''
})

describe('the supervisor’s desk', () => {
  it('enrols with a code and a PIN twice, and says what losing the PIN costs', async () => {
    const desk = await sit('/me/supervisor', false)
    await desk.wait(() => desk.text().includes('登记码'))
    expect(desk.text()).toContain('只会失去还没封存的草稿')
    await expectAccessible(document.body)
    const [code, pin, again] = [...document.querySelectorAll('input')]
    await fill(code!, 'aaaabbbbccccdddd')
    expect(code!.value).toBe(CODE)
    await fill(pin!, '123456')
    await fill(again!, '246810')
    document.querySelector('form')!.dispatchEvent(new Event('submit'))
    await settled()
    expect(desk.text()).toContain('太好猜')
    expect(desk.text()).toContain('两次输入不一样')
    expect(await desk.mine.desk.profile()).toBeUndefined()
    await fill(pin!, PIN)
    document.querySelector('form')!.dispatchEvent(new Event('submit'))
    await desk.wait(() => desk.text().includes('监督员 07'))
    await expectAccessible(document.body)
  })

  it('opens behind the keypad, tells a wrong PIN, and shows nothing of the desk before', async () => {
    const desk = await sit()
    desk.mine.desk.lock()
    await desk.wait(() => document.querySelector('.keypad') !== null)
    expect(desk.text()).not.toContain('抽取一次')
    await expectAccessible(document.body)
    await desk.keypad('111111')
    await desk.wait(() => desk.text().includes('PIN 不对'))
    await desk.keypad(PIN)
    await desk.wait(() => desk.text().includes('抽取一次'))
  })

  it('puts everything away at one press: the public search, and locked', async () => {
    const desk = await sit()
    await desk.press('收起')
    await desk.wait(() => desk.router.currentRoute.value.path === '/')
    expect(desk.mine.desk.unlocked()).toBe(false)
  })

  it('looks like nothing in particular when asked to', async () => {
    const desk = await sit('/me/supervisor', true, { settings: { plainTitle: true } })
    await desk.wait(() => desk.text().includes('抽取一次'))
    expect(document.querySelector('h1')?.textContent).toBe('备忘')
    expect(document.documentElement.dataset.plain).toBe('')
    desk.wrapper.unmount()
    expect(document.documentElement.dataset.plain).toBeUndefined()
  })

  it('draws a visit and says which hall it is', async () => {
    const desk = await sit()
    await desk.press('抽取一次')
    await desk.wait(() => desk.text().includes('示例大厅'))
    expect(desk.text()).toContain('暗访')
  })
})

describe('an inspection', () => {
  async function begin(options?: WorldOptions): Promise<Desk> {
    const desk = await sit('/me/supervisor/new', true, options)
    await desk.wait(() => document.querySelectorAll('select option').length > 1)
    const select = document.querySelector('select')!
    select.value = 'hall'
    select.dispatchEvent(new Event('change'))
    await desk.wait(() => document.querySelectorAll('.drawn li').length === 3)
    await expectAccessible(document.body)
    await desk.press('不记录')
    document.querySelector('form')!.dispatchEvent(new Event('submit'))
    await desk.wait(() => document.querySelector('.question') !== null)
    return desk
  }
  it('warns before the hall when what it will compare by is not on the phone, and fetches it', async () => {
    const missing = testCatalogue({ region: REGION }).items.map(({ code }) => code)
    const desk = await sit('/me/supervisor/new', true, { missing, online: false })
    await desk.wait(() => document.querySelectorAll('select option').length > 1)
    const select = document.querySelector('select')!
    select.value = 'hall'
    select.dispatchEvent(new Event('change'))
    await desk.wait(() => desk.text().includes('有 3 件事项的公开内容还没下载到本机'))
    await expectAccessible(document.body)
    desk.control.setOnline(true)
    await desk.press('现在下载')
    await desk.wait(() => !desk.text().includes('还没下载到本机'))
  })

  const question = () => document.querySelector('.question')?.firstChild?.textContent?.trim()

  it('asks one question a screen, shows what an answer opens, and saves every change encrypted', async () => {
    const desk = await begin()
    expect(question()).toBe('窗口现在有人在岗吗？')
    expect(desk.text()).toContain('第 1 / 9 部分 · 窗口在岗 · 不符扣 2 分')
    await expectAccessible(document.body)
    await desk.press('否')
    await desk.wait(() => desk.text().includes('已加密保存在本机'))
    await desk.press('下一题')
    expect(question()).toBe('窗口摆出“暂停服务”牌，写明去哪里办了吗？')
    await desk.press('上一题')
    await desk.press('是')
    await desk.press('下一题')
    expect(question()).toBe('在岗的人在做与工作无关的事吗？')
    // Writing goes on behind the screen: what was said last is what ends up on disk.
    await vi.waitFor(async () => {
      const [draft] = await desk.mine.desk.drafts.list('inspection')
      expect(draft?.data).toMatchObject({ answers: { 'staffed.now': { value: 'yes' } }, at: 'staffed.doing' })
    })
  })

  it('goes on where it was after the phone was locked, with the timer still running', async () => {
    const desk = await begin()
    await desk.press('否')
    await desk.press('下一题')
    await desk.press('下一题')
    await desk.press('开始计时')
    await desk.wait(() => desk.text().includes('正在计时'))
    await settled()
    await vi.waitFor(async () => {
      const [draft] = await desk.mine.desk.drafts.list('inspection')
      expect(draft?.data).toMatchObject({ timers: { 'staffed.empty': expect.any(String) } })
    })
    desk.mine.desk.lock()
    await desk.wait(() => document.querySelector('.keypad') !== null)
    desk.control.tick(125_000)
    await desk.keypad(PIN)
    await desk.wait(() => question() === '窗口空了多久？')
    expect(document.querySelector('.timer-face')?.textContent).toBe('02:05')
    await desk.press('停')
    await desk.wait(() => desk.text().includes('重新计时'))
    await expectAccessible(document.body)
  })

  it('clears the others of a choice when none of them is chosen', async () => {
    const desk = await begin()
    await desk.press('是')
    await desk.press('下一题')
    await desk.press('玩手机')
    await desk.press('闲聊')
    const chosen = () => [...document.querySelectorAll('.tile.on')].map((tile) => tile.textContent.trim())
    expect(chosen()).toEqual(['玩手机', '闲聊'])
    await desk.press('没有')
    expect(chosen()).toEqual(['没有'])
    await desk.press('闲聊')
    expect(chosen()).toEqual(['闲聊'])
  })

  it('will not be sealed with required answers missing, lists them, and leads to each', async () => {
    const desk = await begin()
    await desk.press('总览')
    await desk.wait(() => desk.text().includes('答完才能封存'))
    const seal = [...document.querySelectorAll('button')].find((one) =>
      one.textContent.includes('答完才能封存'),
    )
    expect(seal?.disabled).toBe(true)
    expect(desk.text()).toMatch(/还有 \d+ 题没答/)
    await expectAccessible(document.body)
    await desk.press('遇到下面的情况了吗？')
    expect(question()).toBe('遇到下面的情况了吗？')
  })

  it('compares the board line by line and seals a record that can be read again and corrected', async () => {
    const desk = await begin()
    const finding = /在岗吗|要了|要你|暗示|不叫号|先办/
    for (let step = 0; step < 60 && !document.querySelector('.review'); step++) {
      const asked = question() ?? ''
      if (document.querySelector('.check-items')) {
        await desk.wait(() => document.querySelector('.check-rows') !== null)
        await expectAccessible(document.body)
        for (let item = 1; item <= 3; item++) {
          await desk.press(`第 ${item} 项0 / 8`)
          if (item === 2) {
            await desk.press('不一致')
            await fill(document.querySelector('.check-wall textarea'), '50 元')
          }
          await desk.press('其余都一致')
        }
      } else if (document.querySelector('.tiles.in-row')) await desk.press(finding.test(asked) ? '否' : '是')
      else if (document.querySelector('.tile'))
        await desk.press(document.querySelector('.tile')!.textContent.trim())
      else if (document.querySelector('.timer')) {
        await desk.press('开始计时')
        desk.control.tick(700_000)
        await desk.press('停')
      } else if (document.querySelector('.number-stepper')) await desk.press('加一')
      else if (document.querySelector('.answer textarea'))
        await fill(document.querySelector('.answer textarea'), '0770-1234567')
      await desk.press(document.querySelector('.actions .button:last-child')!.textContent.trim())
    }
    await desk.wait(() => desk.text().includes('都答完了'))
    expect(desk.text()).toContain('窗口空了多久？')
    await desk.press('封存并签名')
    expect(desk.text()).toContain('封存后不能修改')
    await desk.press('封存')
    await desk.wait(() => document.querySelector('.sealed-slip') !== null)
    expect(desk.text()).toMatch(/AF-20261123-/)
    expect(document.querySelector('.sealed-hash')?.textContent).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/)
    expect(document.querySelector('.stamp')?.textContent).toBe('已封存')
    await expectAccessible(document.body)
    const [record] = await desk.mine.filing.list()
    expect(record?.inspection?.answers['board.items']).toMatchObject({
      value: [{}, { verdicts: { name: { verdict: 'differs', wall: '50 元' } } }, {}],
    })
    expect(await desk.mine.desk.drafts.list('inspection')).toEqual([])
    await desk.press('写一份更正')
    await desk.wait(() => question() !== undefined)
    await vi.waitFor(async () => {
      const [draft] = await desk.mine.desk.drafts.list('inspection')
      expect(draft?.data).toMatchObject({ corrects: record?.id })
    })
    await desk.router.push({ query: { at: 'review' } })
    await desk.wait(() => desk.text().includes('都答完了'))
    expect(desk.text()).toContain(`更正 ${record?.number}`)
    const sealing = document.querySelector<HTMLButtonElement>('.actions .button:last-child')
    expect(sealing?.textContent).toContain('和原来的一样')
    expect(sealing?.disabled).toBe(true)
    await desk.router.push({ query: { at: 'staffed.now' } })
    await desk.press('写备注')
    await fill(document.querySelector('.answer textarea'), '看错了一处')
    await desk.router.push({ query: { at: 'review' } })
    await desk.press('封存并签名')
    expect(desk.text()).toContain(`更正 ${record?.number} · 封存后不能修改`)
    expect(useDesk().state).toBe('open')
  })
})

/** A desk in a real browser: its own cookies, signed in as its user would, and its forms found by what they say. */
import type { Browser, Page } from 'playwright-core'
import type { Product } from './product.ts'

export const DESK = {
  viewport: { width: 1280, height: 800 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
}

export interface Account {
  login: string
  password: string
}

/** An account made on the command line; its password is what that printed. */
export async function staffAccount(
  server: Product,
  login: string,
  role: string,
  { region = '000000', department }: { region?: string; department?: string } = {},
): Promise<Account> {
  const printed = await server.command(
    'admin',
    'create-staff',
    ...['--region', region, '--login', login, '--name', `职员${login}`, '--role', role],
    ...(department === undefined ? [] : ['--department', department]),
  )
  return { login, password: /[a-z2-9]{5}(?:-[a-z2-9]{5}){3}/.exec(printed)?.[0] ?? '' }
}

/** Signs in where the page asks for it. */
export async function enter(page: Page, { login, password }: Account): Promise<void> {
  await page.getByRole('textbox', { name: '登录名' }).fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** A browser of its own, signed in and at this address. */
export async function deskAt(
  browser: Browser,
  address: string,
  account: Account,
  viewport = DESK.viewport,
): Promise<Page> {
  const context = await browser.newContext({ ...DESK, viewport })
  const page = await context.newPage()
  await page.goto(address)
  await enter(page, account)
  return page
}

/** Opens the step's form and waits until it can be filled in. */
export async function step(page: Page, name: string) {
  await page
    .getByRole('region', { name: '办理', exact: true })
    .getByRole('button', { name, exact: true })
    .click()
  const form = page.getByRole('form', { name })
  await form.waitFor()
  return {
    form,
    send: async () => {
      await form.getByRole('button', { name, exact: true }).click()
      await form.waitFor({ state: 'detached' })
    },
  }
}

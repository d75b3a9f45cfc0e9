/**
 * Takes the pictures under docs/screens: every main screen at 390×844 on the sample district, some of them in the dark,
 * in large type and on wide screens, one overview for the README, and the two screenshots of the manifest.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import sharp from 'sharp'
import { photo } from '../support/app.ts'
import { launchOptions, PHONE } from '../support/browser.ts'
import { product, type Product } from '../support/product.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/screens')
const manifestFolder = join(root, 'public/screens')

type Look = Parameters<Browser['newContext']>[0]
const WIDE = { viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const

async function open(browser: Browser, look: Look): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    ...PHONE,
    deviceScaleFactor: 1.5,
    serviceWorkers: 'block',
    ...look,
  })
  await context.grantPermissions(['geolocation'])
  return { context, page: await context.newPage() }
}

async function shot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  console.log(name)
}

async function choose(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page
    .getByRole('button', { name: /^(下载|Download)$/ })
    .first()
    .click()
  await page.getByRole('searchbox').waitFor()
}

async function citizen(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: '下载' }).first().waitFor()
  await shot(page, 'welcome')
  await choose(page, url)
  await shot(page, 'home')
  await page.getByRole('searchbox').fill('sgxk')
  await shot(page, 'search')
  await page.getByRole('searchbox').fill('建筑施工许可')
  await page
    .getByRole('link', { name: /建筑工程施工许可证核发/ })
    .first()
    .click()
  await page.getByText('审批依据').first().waitFor()
  await shot(page, 'item')
  const item = page.url()
  await page.getByRole('button', { name: '一次性告知单' }).click()
  await page.waitForURL(/\/notice\//)
  await page.getByRole('checkbox').first().check()
  await shot(page, 'notice')
  await page.getByRole('link', { name: '凭单投诉' }).click()
  await page
    .getByRole('textbox', { name: '发生了什么' })
    .fill(
      '11月20日上午在综合窗口交材料，对方另要一份告知单上没有的资金证明，说不交就不收件。问依据是什么，没有回答。',
    )
  await page.getByLabel('从相册选').setInputFiles([await photo('a.jpg', 90), await photo('b.jpg', 170)])
  await page.getByRole('button', { name: '删除照片 2' }).waitFor()
  await shot(page, 'complaint')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: /^提交/ }).click()
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/)
  await shot(page, 'receipt')
  await page.context().setOffline(false)
  await page.goto(item)
  await page.getByRole('button', { name: '投诉 · 评价' }).click()
  await page.getByRole('link', { name: /评价/ }).click()
  await page.getByRole('radio', { name: '不满意', exact: true }).check({ force: true })
  await shot(page, 'rating')
  await page.goto(`${url}/cases`)
  await shot(page, 'cases')
  await page.goto(`${url}/me`)
  await shot(page, 'mine')
  await page.goto(`${url}/board`)
  await page.getByText('承诺提速').first().waitFor()
  await shot(page, 'board')
  await page.goto(`${url}/me/settings`)
  await shot(page, 'settings')
}

async function supervisor(page: Page, url: string, server: Product): Promise<void> {
  const printed = await server.command('admin', 'appoint', '--region', '000000', '--name', '周敏')
  await page.goto(`${url}/me/supervisor`)
  await shot(page, 'supervisor-enrol')
  await page.getByLabel('登记码').fill(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(printed)?.[0] ?? '')
  await page.getByLabel('设一个 6 位 PIN').fill('730519')
  await page.getByLabel('再输一次').fill('730519')
  await page.getByRole('button', { name: '登记这台手机' }).click()
  await page.getByRole('button', { name: '抽取一次' }).click()
  await page
    .getByText(/前完成/)
    .first()
    .waitFor()
  await shot(page, 'supervisor')
  await page.locator('a[href*="/me/supervisor/new?visit="]').first().click()
  await page.getByRole('button', { name: '不记录' }).click()
  await page.getByRole('button', { name: '开始记录' }).click()
  await page.waitForURL(/\/me\/supervisor\/i\//)
  await page.locator('.answer .tile').first().click()
  await shot(page, 'inspection')
  const items = page.locator('.check-tabs')
  for (let question = 0; question < 60 && (await items.count()) === 0; question++) {
    const tile = page.locator('.answer .tile')
    if ((await tile.count()) > 0) await tile.first().click()
    await page.getByRole('button', { name: '下一题' }).click()
    await page.waitForTimeout(250)
  }
  await page.locator('.verdicts').nth(1).getByText('一致', { exact: true }).click()
  await page.locator('.verdicts').nth(2).getByText('不一致').click()
  await page.getByLabel('墙上写的是').fill('另需缴纳服务费')
  await shot(page, 'inspection-wall')
}

/** Six phones side by side. */
async function overview(): Promise<void> {
  const [width, height, gap] = [390, 844, 24]
  const names = ['search', 'item', 'receipt', 'inspection-wall', 'mine', 'board']
  const phones = await Promise.all(
    names.map(async (name, i) => ({
      input: await sharp(join(folder, `${name}.png`))
        .resize(width, height)
        .png()
        .toBuffer(),
      left: gap + i * (width + gap),
      top: gap,
    })),
  )
  await sharp({
    create: {
      width: gap + names.length * (width + gap),
      height: height + 2 * gap,
      channels: 3,
      background: '#8d9490',
    },
  })
    .composite(phones)
    .png({ palette: true })
    .toFile(join(folder, 'overview.png'))
}

async function shrink(): Promise<void> {
  const { readdirSync, renameSync } = await import('node:fs')
  for (const file of readdirSync(folder)) {
    const path = join(folder, file)
    await sharp(path).png({ palette: true, quality: 90 }).toFile(`${path}.small`)
    renameSync(`${path}.small`, path)
  }
}

mkdirSync(folder, { recursive: true })
mkdirSync(manifestFolder, { recursive: true })
const server = await product()
const browser = await chromium.launch(await launchOptions())
try {
  const { context, page } = await open(browser, {})
  await citizen(page, server.url)
  await context.close()
  // A supervisor's phone keeps its part of the app, which the service worker does.
  const hall = await open(browser, { serviceWorkers: 'allow' })
  await choose(hall.page, server.url)
  await supervisor(hall.page, server.url, server)
  await hall.context.close()

  for (const [suffix, look] of [
    ['dark', { colorScheme: 'dark' }],
    ['small', { viewport: { width: 360, height: 640 } }],
    ['tablet', { viewport: { width: 768, height: 1024 }, isMobile: false }],
    ['wide', { ...WIDE, isMobile: false, hasTouch: false }],
  ] as const) {
    const other = await open(browser, look)
    await choose(other.page, server.url)
    await shot(other.page, `home-${suffix}`)
    await other.page.getByRole('link', { name: /许可/ }).first().click()
    await other.page.getByText('审批依据').first().waitFor()
    await shot(other.page, `item-${suffix}`)
    await other.page.goto(`${server.url}/board`)
    await other.page.getByText('承诺提速').first().waitFor()
    await shot(other.page, `board-${suffix}`)
    await other.context.close()
  }

  const large = await open(browser, {})
  await choose(large.page, server.url)
  await large.page.goto(`${server.url}/me/settings`)
  await large.page.getByText('特大').first().click()
  await large.page.goto(server.url)
  await shot(large.page, 'home-large')
  await large.page.getByRole('link', { name: /许可/ }).first().click()
  await large.page.getByText('审批依据').first().waitFor()
  await shot(large.page, 'item-large')
  await large.page.goto(`${server.url}/cases/new?kind=complaint`)
  await shot(large.page, 'complaint-large')
  await large.context.close()

  const english = await open(browser, { locale: 'en-GB' })
  await choose(english.page, server.url)
  await shot(english.page, 'home-english')
  await english.page.goto(`${server.url}/board`)
  await english.page.waitForTimeout(800)
  await shot(english.page, 'board-english')
  await english.context.close()

  await overview()
  await shrink()
  for (const [from, to, width, height] of [
    ['search', 'search-narrow', 390, 844],
    ['item', 'item-narrow', 390, 844],
    ['home-wide', 'search-wide', 1280, 800],
  ] as const)
    await sharp(join(folder, `${from}.png`))
      .resize(width, height)
      .png({ palette: true })
      .toFile(join(manifestFolder, `${to}.png`))
} finally {
  await browser.close()
  await server.stop()
}

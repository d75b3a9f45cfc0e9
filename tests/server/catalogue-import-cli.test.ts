import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportReport } from '#server/modules/catalogue/import/report'
import { freshDatabase } from '../support/server.ts'

const root = new URL('../../', import.meta.url).pathname
let folder: string
let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-import-'))
  database = await freshDatabase()
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

/** The command as `npm run import -- …` runs it, in the given language. */
async function run(language: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      LANG: language,
      LC_ALL: '',
      LC_MESSAGES: '',
      INIT_CWD: folder,
    }
    execFile(
      'node',
      ['--import', 'tsx', 'src/server/cli/import.ts', ...args],
      { cwd: root, env },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err })
      },
    )
  })
}
const region = ['--region', '990001', '--region-name', '测试区']

describe('npm run import', () => {
  it('says in both languages why a picture is no table, and ends with 2', async () => {
    await writeFile(join(folder, 'picture.csv'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
    const { code, err } = await run('zh_CN.UTF-8', 'picture.csv', ...region)
    expect(code).toBe(2)
    expect(err).toContain('picture.csv: 这是一张图片，不是表格')
    expect(err).toContain('This is a picture, not a table')
    expect(err).not.toContain('    at ')
    expect((await run('en_US.UTF-8', 'gone.csv', ...region)).err).toContain('not there')
  })

  it('explains itself where the arguments are wrong, in the terminal’s language', async () => {
    const chinese = await run('C', 'items.csv', '--region', '990001')
    expect([chinese.code, chinese.err.split('\n')[0]]).toEqual([2, '请用 --region-name 给出区划名称。'])
    const mistyped = await run('zh', 'items.csv', ...region, '--parcial')
    expect([mistyped.code, mistyped.err.split('\n')[0]]).toEqual([2, '没有 --parcial 这个选项。'])
    const english = await run('en_GB', 'items.csv', '--region', 'no spaces', '--region-name', 'x')
    expect([english.code, english.err.split('\n')[0]]).toEqual([
      2,
      expect.stringContaining('Give the region code'),
    ])
  })

  it('names each refused row, writes the report, and ends with 1; with 0 when all are in', async () => {
    await writeFile(join(folder, 'items.csv'), '编码,事项名称,部门\nA1,甲,区局\nA1,乙,区局\n')
    const refused = await run('zh', 'items.csv', ...region, '--report', 'report.json')
    expect(refused.code).toBe(1)
    expect(refused.out).toContain('第 3 行 [code]: 编码与第 2 行重复 “A1”')
    expect(refused.out).toContain('没有发布')
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as ImportReport
    expect(report).toMatchObject({ format: 'mingcha-import-report', rows: { read: 2, taken: 1, refused: 1 } })
    expect(report).not.toHaveProperty('published')

    const partial = await run('en', 'items.csv', ...region, '--partial')
    expect([partial.code, partial.out]).toEqual([1, expect.stringContaining('Published version 1')])
    await writeFile(join(folder, 'items.csv'), '编码,事项名称,部门\nA1,甲,区局\nA2,乙,区局\n')
    const all = await run('zh', 'items.csv', ...region)
    expect([all.code, all.out]).toEqual([0, expect.stringContaining('已发布第 2 版')])
    expect(all.out).toContain('增量 1→2')
  })
})

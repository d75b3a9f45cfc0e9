/** What `npm run import` says: Chinese, or English where the terminal's language is; why a file cannot be read, in both. */
import type { RefusalReason, UnreadableReason } from '../modules/catalogue/import/report.ts'
import type { ImportReport } from '../modules/catalogue/import/report.ts'

export type Language = 'zh' | 'en'
type Both = Readonly<Record<Language, string>>

/** The terminal's language; Chinese where it says nothing. */
export function languageOf(environment: Record<string, string | undefined>): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? ''
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export const USAGE: Both = {
  zh: `用法：npm run import -- 文件 --region 区划代码 --region-name 名称 [选项]
  --level city|county|town   区划级别（默认按代码判断）
  --dry-run                  只检查，不发布
  --report 文件.json         把详细报告写到文件
  --partial                  有的行不能用时，仍发布其余的行
  --limit-unit workday|day   时限列只有数字时的单位（表头没写时）
  --department 名称          表里没有部门列时，所有行的部门
  --fill-down                部门为空的行沿用上一行的部门
退出码：0 全部导入；1 有行未导入；2 文件读不了或参数有误；3 数据库用不了`,
  en: `Usage: npm run import -- FILE --region CODE --region-name NAME [options]
  --level city|county|town   level of the region (default: by its code)
  --dry-run                  check only, publish nothing
  --report OUT.json          write the full report to a file
  --partial                  publish the good rows although others are refused
  --limit-unit workday|day   unit of bare numbers in limit columns whose header states none
  --department NAME          department of every row where the table has no such column
  --fill-down                an empty department cell means the one above
Exit code: 0 all rows in; 1 some refused; 2 file unreadable or wrong arguments; 3 no database`,
}

export const ARGUMENTS: Readonly<Record<'file' | 'region' | 'regionName' | 'level' | 'limitUnit', Both>> = {
  file: { zh: '请给出一个要导入的文件。', en: 'Name one file to import.' },
  region: {
    zh: '请用 --region 给出区划代码（2 到 32 位字母、数字或 -）。',
    en: 'Give the region code with --region (2 to 32 letters, digits or -).',
  },
  regionName: {
    zh: '请用 --region-name 给出区划名称。',
    en: 'Give the name of the region with --region-name.',
  },
  level: { zh: '--level 只能是 city、county 或 town。', en: '--level must be city, county or town.' },
  limitUnit: { zh: '--limit-unit 只能是 workday 或 day。', en: '--limit-unit must be workday or day.' },
}

const UNREADABLE: Readonly<Record<UnreadableReason, Both>> = {
  missing: { zh: '找不到这个文件，或无权读取。', en: 'The file is not there, or may not be read.' },
  empty: { zh: '文件是空的。', en: 'The file is empty.' },
  tooLarge: {
    zh: '文件超过 64 MB，不像是一份事项清单。',
    en: 'The file is over 64 MB, which no list of services is.',
  },
  image: {
    zh: '这是一张图片，不是表格。请从原系统导出 CSV 或 XLSX。',
    en: 'This is a picture, not a table. Export CSV or XLSX from the system it came from.',
  },
  pdf: {
    zh: '这是 PDF，不是表格。请另存为 XLSX 或 CSV。',
    en: 'This is a PDF, not a table. Save it as XLSX or CSV.',
  },
  binary: { zh: '这不是文本文件，也不是 XLSX 表格。', en: 'This is neither text nor an XLSX workbook.' },
  archive: { zh: '这是压缩包，请先解压。', en: 'This is an archive: unpack it first.' },
  brokenWorkbook: {
    zh: '这个 XLSX 文件不完整或已损坏，可能没有传完。请重新导出。',
    en: 'This workbook is cut short or damaged, perhaps not fully copied. Export it again.',
  },
  brokenJson: {
    zh: '这个 JSON 文件不完整或格式有误，可能没有传完。',
    en: 'This JSON file is cut short or malformed, perhaps not fully copied.',
  },
  openQuote: {
    zh: '这个 CSV 文件不完整：有一个双引号一直没有结束，它开始于第 {detail} 行。',
    en: 'This CSV file is cut short: a double quote that opens on line {detail} never closes.',
  },
  brokenCsv: { zh: '这个 CSV 文件格式有误：{detail}', en: 'This CSV file is malformed: {detail}' },
  unknownEncoding: {
    zh: '认不出文字编码：既不是 UTF-8，也不是 GBK/GB18030。',
    en: 'The text is neither UTF-8 nor GBK/GB18030.',
  },
  noHeader: {
    zh: '找不到表头。前 30 行里要有一行写明“事项名称”和至少一个其他列（如“实施主体”“法定时限”）。',
    en: 'No header found. One of the first 30 rows must name the item (事项名称, name) and at least one other column.',
  },
  noRows: { zh: '表头下面没有数据。', en: 'There is nothing below the header.' },
  notAList: { zh: '这个 JSON 不是事项的列表。', en: 'This JSON is not a list of items.' },
}

/** The sentence in both languages, Chinese first. */
export function unreadableSentence(reason: UnreadableReason, detail = ''): string {
  const { zh, en } = UNREADABLE[reason]
  return `${zh}\n${en}`.replaceAll('{detail}', detail)
}

const REFUSALS: Readonly<Record<RefusalReason, Both>> = {
  nameMissing: { zh: '没有事项名称', en: 'no name' },
  nameTooLong: { zh: '事项名称超过 500 字', en: 'name over 500 characters' },
  departmentMissing: {
    zh: '没有部门（合并单元格导出的空白可加 --fill-down）',
    en: 'no department (for blanks left by merged cells add --fill-down)',
  },
  duplicateCode: { zh: '编码与第 {first} 行重复', en: 'same code as line {first}' },
  duplicateItem: {
    zh: '部门和名称都与第 {first} 行相同，且没有编码',
    en: 'same department and name as line {first}, and no code',
  },
  codeDamaged: {
    zh: '编码被表格软件改成了科学计数，数字已丢失',
    en: 'the spreadsheet turned the code into scientific notation, digits are lost',
  },
  codeInvalid: { zh: '编码过长或含空格、斜杠等字符', en: 'code too long, or with spaces or slashes' },
  tooManyCells: { zh: '单元格比表头多，可能错列', en: 'more cells than the header, perhaps shifted' },
  rowCut: {
    zh: '最后一行不完整，文件可能被截断',
    en: 'the last row is cut short, and so perhaps is the file',
  },
  wrongShape: { zh: '内容的类型不对', en: 'not the kind of value expected' },
}

const number = new Intl.NumberFormat('en')

/** The outcome as the console prints it. */
export function summary(report: ImportReport, language: Language, dryRun: boolean): string {
  const zh = language === 'zh'
  const { rows, counts, published } = report
  const lines = [
    zh
      ? `读到 ${number.format(rows.read)} 行，导入 ${number.format(rows.taken)} 项，未导入 ${number.format(rows.refused)} 行，${number.format(rows.flagged)} 项有存疑标记。`
      : `${number.format(rows.read)} rows read, ${number.format(rows.taken)} items taken, ${number.format(rows.refused)} rows refused, ${number.format(rows.flagged)} items flagged.`,
    zh
      ? `部门 ${counts.departments}，大厅 ${counts.venues}，窗口 ${counts.counters}。`
      : `${counts.departments} departments, ${counts.venues} halls, ${counts.counters} counters.`,
    `${zh ? '八公开' : 'Disclosed'}: ${Object.entries(report.disclosed)
      .map(([key, count]) => `${key} ${number.format(count)}`)
      .join(', ')}`,
  ]
  for (const refusal of report.refused.slice(0, 20)) {
    const reason = REFUSALS[refusal.reason][language].replace('{first}', String(refusal.firstLine ?? ''))
    const where = zh ? `第 ${refusal.line} 行` : `line ${refusal.line}`
    const value = refusal.value === undefined ? '' : ` “${refusal.value.slice(0, 40)}”`
    lines.push(
      `  ${refusal.sheet === undefined ? '' : `${refusal.sheet} `}${where} [${refusal.column}]: ${reason}${value}`,
    )
  }
  if (report.refused.length > 20) {
    const more = report.refused.length - 20
    lines.push(zh ? `  ……另有 ${more} 行，见 --report 的报告` : `  … and ${more} more, see the --report file`)
  }
  if (dryRun) lines.push(zh ? '只做了检查，没有发布。' : 'Checked only, nothing published.')
  else if (!published) {
    lines.push(
      zh
        ? '没有发布：请改正以上各行，或加 --partial 只发布其余的行。'
        : 'Nothing published: correct the rows above, or add --partial to publish the rest.',
    )
  } else if (!published.changed) {
    lines.push(
      zh
        ? `内容与已发布的第 ${published.version} 版相同，没有新版本。`
        : `Same content as version ${published.version}: no new version.`,
    )
  } else {
    const sizes = `${number.format(published.bytes)} B brotli / ${number.format(published.plainBytes)} B`
    const deltas = published.deltas.map(
      (delta) => `${delta.from}→${published.version}: ${number.format(delta.bytes)} B`,
    )
    lines.push(
      zh ? `已发布第 ${published.version} 版：${sizes}` : `Published version ${published.version}: ${sizes}`,
    )
    if (deltas.length > 0) lines.push(`${zh ? '增量' : 'Deltas'} ${deltas.join(', ')}`)
  }
  return lines.join('\n')
}

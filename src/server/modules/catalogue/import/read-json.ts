/**
 * The portal's JSON: a list of entries with `service_name`, `department`, `legal_days`, `promise_days`, `materials`,
 * `processes`, `handle_address` and so on. Its day counts are workdays, 0 is 即办.
 */
import * as v from 'valibot'
import { isPlaceholder } from '#domain/catalogue/disclosure'
import { limitText } from '#domain/catalogue/limits'
import type { DisclosedLimit, LimitUnit, Material, ProcedureStep } from '#domain/catalogue/types'
import {
  codeProblem,
  type ItemDraft,
  MAX_NAME,
  namesNothing,
  present,
  type Reading,
  RowNotes,
} from './draft.ts'
import { htmlToText, looksLikeHtml } from './html-text.ts'
import { type RowRefusal, UnreadableFile } from './report.ts'
import { readApplicants, readDate, readHandling, readUrl, readWays, withoutEmptyLines } from './words.ts'

const text = v.nullish(v.union([v.string(), v.number()]))
const count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9999)))

const Entry = v.object({
  service_name: v.string(),
  department: v.nullish(v.string()),
  item_code: text,
  source_item_id: text,
  service_object: text,
  kind: text,
  item_type: text,
  promise_days: count,
  legal_days: count,
  on_site_times: count,
  is_charge: v.nullish(v.boolean()),
  legal_basis: text,
  accept_condition: text,
  fee_basis: text,
  fee_standard: text,
  handle_form: text,
  handle_address: text,
  handle_time: text,
  consult_way: text,
  complaint_way: text,
  result: text,
  source_platform: text,
  source_url: text,
  source_date: text,
  materials: v.nullish(
    v.array(
      v.object({
        material_name: v.string(),
        is_required: v.nullish(v.boolean()),
        material_form: text,
        original_num: count,
        copy_num: count,
        note: text,
      }),
    ),
  ),
  processes: v.nullish(
    v.array(v.object({ step_name: v.string(), step_desc: text, sort: v.nullish(v.number()) })),
  ),
})
type Entry = v.InferOutput<typeof Entry>

/** Names of portals by the word that their exports carry. */
const PORTALS: Readonly<Record<string, string>> = { gxzwfw: '广西政务服务网', sczwfw: '四川政务服务网' }

class EntryReader {
  constructor(
    readonly entry: Entry,
    readonly notes: RowNotes,
  ) {}

  /** The text under `key`, trimmed, HTML taken off; undefined where it is empty. */
  clean(field: string, key: string, value: string | number | null | undefined): string | undefined {
    let plain = String(value ?? '')
      .replace(/\r\n?/gu, '\n')
      .replaceAll('\u00a0', ' ')
      .trim()
    if (looksLikeHtml(plain)) {
      this.notes.flag(field, key, 'html', plain)
      plain = htmlToText(plain)
    }
    return plain === '' ? undefined : plain
  }

  text(
    field: string,
    key: Exclude<keyof Entry, 'materials' | 'processes' | 'is_charge'>,
  ): string | undefined {
    return this.clean(field, key, this.entry[key])
  }
}

function limitOf(days: number | null | undefined, unit: LimitUnit): DisclosedLimit | undefined {
  if (days === null || days === undefined) return undefined
  const limit = days === 0 ? { amount: 0, unit: 'onTheSpot' as const } : { amount: days, unit }
  return { text: limitText(limit), limit }
}

/** A count that says something: 0 originals and 0 copies is how the portal leaves it open. */
const countOf = (value: number | null | undefined) => (value === 0 ? undefined : (value ?? undefined))

function materialsOf(reader: EntryReader): Material[] | undefined {
  const materials = (reader.entry.materials ?? []).flatMap((material): Material[] => {
    const name = reader.clean('materials', 'material_name', material.material_name)
    if (name === undefined || isPlaceholder(name)) return []
    const note = withoutEmptyLines(reader.clean('materials', 'note', material.note) ?? '')
    return [
      {
        name,
        ...present({
          required: material.is_required ?? undefined,
          form: reader.clean('materials', 'material_form', material.material_form),
          originals: countOf(material.original_num),
          copies: countOf(material.copy_num),
          note: note === '' ? undefined : note,
        }),
      },
    ]
  })
  return materials.length > 0 ? materials : undefined
}

function stepsOf(reader: EntryReader): ProcedureStep[] | undefined {
  const steps = (reader.entry.processes ?? [])
    .toSorted((a, b) => (a.sort ?? 0) - (b.sort ?? 0))
    .flatMap((step): ProcedureStep[] => {
      const name = reader.clean('procedure', 'step_name', step.step_name)
      const detail = withoutEmptyLines(reader.clean('procedure', 'step_desc', step.step_desc) ?? '')
      if (name === undefined) return []
      return [{ name, ...(detail !== '' && { text: detail }) }]
    })
  return steps.length > 0 ? steps : undefined
}

function sourceOf(reader: EntryReader) {
  const link = reader.text('source', 'source_url')
  const url = link === undefined ? undefined : readUrl(link)
  if (link !== undefined && !url) reader.notes.flag('source', 'source_url', 'badUrl', link)
  const platform = reader.text('source', 'source_platform')
  const name = platform === undefined ? url && new URL(url).hostname : (PORTALS[platform] ?? platform)
  const date = reader.text('source', 'source_date')
  return name === undefined
    ? undefined
    : present({ name, url, date: date === undefined ? undefined : readDate(date) })
}

function draftOf(
  reader: EntryReader,
  name: string,
  department: string,
  code: string,
  unit: LimitUnit,
): ItemDraft {
  const { entry, notes } = reader
  const ways = readWays(reader.text('ways', 'handle_form') ?? '')
  if (ways.unknown.length > 0) notes.flag('ways', 'handle_form', 'wordUnknown', ways.unknown.join(' '))
  const applicants = readApplicants(reader.text('applicants', 'service_object') ?? '')
  if (applicants.unknown.length > 0)
    notes.flag('applicants', 'service_object', 'wordUnknown', applicants.unknown.join(' '))
  const handlingText = reader.text('handling', 'item_type')
  const handling = handlingText === undefined ? undefined : readHandling(handlingText)
  if (handlingText !== undefined && !handling)
    notes.flag('handling', 'item_type', 'wordUnknown', handlingText)
  const feeStandard = reader.text('feeStandard', 'fee_standard')
  if (entry.is_charge === true && isPlaceholder(feeStandard))
    notes.flag('feeStandard', 'is_charge', 'feeWithoutStandard')
  const item: ItemDraft['item'] = {
    code,
    name,
    ...present({ kind: reader.text('kind', 'kind'), handling }),
    ...(applicants.applicants.length > 0 && { applicants: applicants.applicants }),
    disclosures: present({
      legalBasis: reader.text('legalBasis', 'legal_basis'),
      conditions: reader.text('conditions', 'accept_condition'),
      statutoryLimit: limitOf(entry.legal_days, unit),
      promisedLimit: limitOf(entry.promise_days, unit),
      feeBasis: reader.text('feeBasis', 'fee_basis'),
      feeStandard,
    }),
    ...present({
      steps: stepsOf(reader),
      materials: materialsOf(reader),
      visits: entry.on_site_times ?? undefined,
      consult: reader.text('consult', 'consult_way'),
      complaint: reader.text('complaint', 'complaint_way'),
      result: reader.text('result', 'result'),
      source: sourceOf(reader),
    }),
    ...(ways.ways.length > 0 && { ways: ways.ways }),
  }
  const address = reader.text('places', 'handle_address')
  const hours = reader.text('places', 'handle_time')
  const place = present({
    address: isPlaceholder(address) ? undefined : address,
    hours: isPlaceholder(hours) ? undefined : hours,
  })
  return {
    line: notes.line,
    department,
    place,
    item: { ...item, ...(notes.itemFlags.length > 0 && { flags: notes.itemFlags }) },
    flags: notes.flags,
  }
}

function readEntry(value: unknown, line: number, unit: LimitUnit): ItemDraft | RowRefusal {
  const notes = new RowNotes(line, undefined)
  const parsed = v.safeParse(Entry, value)
  if (!parsed.success) {
    const issue = parsed.issues[0]
    const path = v.getDotPath(issue) ?? ''
    const missing = path === 'service_name' && issue.input === undefined
    return notes.refusal(
      path === '' ? '-' : path,
      missing ? 'nameMissing' : 'wrongShape',
      JSON.stringify(issue.input),
    )
  }
  const entry = parsed.output
  const name = entry.service_name.replace(/\s+/gu, ' ').trim()
  if (namesNothing(name)) return notes.refusal('service_name', 'nameMissing', name)
  if (name.length > MAX_NAME) return notes.refusal('service_name', 'nameTooLong', name)
  const department = (entry.department ?? '').replace(/\s+/gu, '')
  if (namesNothing(department)) return notes.refusal('department', 'departmentMissing', department)
  const column = namesNothing(String(entry.item_code ?? '')) ? 'source_item_id' : 'item_code'
  const code = String(entry[column] ?? '').trim()
  const problem = codeProblem(code)
  if (problem) return notes.refusal(column, problem, code)
  return draftOf(new EntryReader(entry, notes), name, department, code, unit)
}

/** Reads the portal's JSON: a list, or an object whose `items` is one. Throws `UnreadableFile`. */
export function readJson(source: string, unit: LimitUnit = 'workday'): Reading {
  let value: unknown
  try {
    value = JSON.parse(source.replace(/^\ufeff/u, ''))
  } catch (error) {
    throw new UnreadableFile('brokenJson', error instanceof Error ? error.message : String(error))
  }
  if (!Array.isArray(value) && typeof value === 'object' && value !== null && 'items' in value)
    value = value.items
  if (!Array.isArray(value)) throw new UnreadableFile('notAList')
  if (value.length === 0) throw new UnreadableFile('noRows')
  const reading: Reading = {
    drafts: [],
    refused: [],
    read: value.length,
    ignored: { columns: [], sheets: [] },
  }
  value.forEach((entry: unknown, i) => {
    const outcome = readEntry(entry, i + 1, unit)
    if ('reason' in outcome) reading.refused.push(outcome)
    else reading.drafts.push(outcome)
  })
  return reading
}

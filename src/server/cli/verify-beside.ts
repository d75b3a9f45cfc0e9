/** What whoever verifies brings along: receipts of a phone or of an earlier export, and keys the server published. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { EvidenceFileSchema, EvidenceKeys } from '#contract/inspections'
import type { Beside } from '#domain/inspections/evidence'
import { CommandError } from './command.ts'
import { VERIFY } from './verify-messages.ts'

/** `npm run` sits in the project's folder: paths are the caller's. */
export const fromCaller = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path)

/** The text of the file of that name, or undefined where there is none. */
async function textOf(given: string): Promise<string | undefined> {
  try {
    return await readFile(fromCaller(given), 'utf8')
  } catch {
    return undefined
  }
}

/** The value that the text is the JSON of, where it is and fits the schema. */
function jsonOf<T>(text: string, schema: v.GenericSchema<unknown, T>): T | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : undefined
}

/** Receipts as text or in a file: one a line, lines with `#` before them left out; or those of an earlier export. */
async function receiptsOf(given: string): Promise<string[]> {
  const text = (await textOf(given)) ?? given
  const receipts = text.trimStart().startsWith('{')
    ? (jsonOf(text, EvidenceFileSchema)?.receipts ?? [])
    : text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
  if (receipts.length === 0 || !receipts.every((receipt) => receipt.split('.').length === 3))
    throw new CommandError(VERIFY.noReceipt(given))
  return receipts
}

/** @param keys ids of keys, or files with what `GET /api/v1/evidence-keys` answered */
export async function readBeside(receipts: readonly string[], keys: readonly string[]): Promise<Beside> {
  const published: EvidenceKeys['keys'] = []
  const trusted: string[] = []
  for (const given of keys) {
    const text = await textOf(given)
    const file = text === undefined ? undefined : jsonOf(text, EvidenceKeys)
    if (file) published.push(...file.keys)
    else if (text === undefined && /^[\w-]{43}$/.test(given)) trusted.push(given)
    else throw new CommandError(VERIFY.noKey(given))
  }
  trusted.push(...published.map(({ id }) => id))
  return {
    given: (await Promise.all(receipts.map(receiptsOf))).flat(),
    keys: published,
    ...(keys.length > 0 && { trusted }),
  }
}

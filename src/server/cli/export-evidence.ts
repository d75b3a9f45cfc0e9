/** `npm run admin -- export-evidence`: a region's evidence as a file. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Context } from '../context.ts'
import { exportEvidence } from '../modules/inspections/evidence.ts'
import { SAYS } from './admin-messages.ts'
import { CommandError, language } from './command.ts'

/** Resolves with the exit code. Throws `CommandError` where the file cannot be written. */
export async function exportEvidenceFile(
  context: Context,
  region: string,
  { out, photos }: { out: string; photos: boolean },
): Promise<number> {
  const file = await exportEvidence(context, region, { photos })
  // `npm run` sits in the project's folder: paths are the caller's.
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), out)
  try {
    await writeFile(path, `${JSON.stringify(file)}\n`, { mode: 0o600 })
  } catch {
    throw new CommandError(SAYS.notWritten(path), 1)
  }
  const { records, replies = [], receipts = [] } = file
  console.log(
    SAYS.exported(records.length, replies.length, file.photos?.length ?? 0, receipts.length, path)[language],
  )
  return 0
}

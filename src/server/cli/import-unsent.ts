/** `npm run admin -- import-unsent --file FILE`: what a phone could not send, brought to the office as a file. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import type { Context } from '../context.ts'
import { HttpError } from '../http/errors.ts'
import { importUnsent } from '../modules/sync/import-unsent.ts'
import { SAYS } from './admin-messages.ts'
import { CommandError, language } from './command.ts'

/** From `MINGCHA_PASSPHRASE`, asked for at a terminal without showing it, or the first line of the input. */
async function askPassphrase(): Promise<string> {
  const given = process.env.MINGCHA_PASSPHRASE
  if (given !== undefined) return given
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1).join('')
  process.stderr.write(SAYS.askPassphrase[language])
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const typed = await prompt.question('')
  prompt.close()
  process.stderr.write('\n')
  return typed
}

/** Exit code 0 when all of it is on the server now, 1 when something was refused or the file cannot be opened. */
export async function importUnsentFile(context: Context, file: string): Promise<number> {
  // `npm run` sits in the project's folder: paths are the caller's.
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), file)
  const bytes = await readFile(path).catch(() => {
    throw new CommandError(SAYS.notRead(path), 1)
  })
  const { results, photos, drafts } = await importUnsent(context, bytes, await askPassphrase()).catch(
    (error: unknown) => {
      if (error instanceof HttpError && error.code === 'forbidden')
        throw new CommandError(SAYS.wrongPassphrase, 1)
      if (error instanceof HttpError) throw new CommandError(SAYS.noExport, 1)
      throw error
    },
  )
  const count = (status: string) => results.filter((result) => result.status === status).length
  console.log(SAYS.unsentTaken(count('applied'), count('duplicate'), photos, drafts)[language])
  const refused = results.flatMap((result) => ('code' in result ? [result] : []))
  for (const { id, code, message } of refused) {
    const said =
      code === 'supervisorRevoked' ? SAYS.unsentRevoked(id, context.admitsRevoked === true) : undefined
    console.log((said ?? SAYS.unsentRefused(id, code, message))[language])
  }
  return refused.length === 0 ? 0 : 1
}

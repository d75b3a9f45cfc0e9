/** Files of a catalogue, as the server publishes them: fetched, checked against their names, parsed. */
import * as v from 'valibot'
import type { PublishedFile } from '#contract/catalogue'
import { ServiceError } from '#sync/services'
import { asServiceError } from './answers.ts'
import { download } from './download.ts'

/** Where a catalogue comes from: by default the server that the app came from. */
export interface CatalogueNetwork {
  base?: string
  fetch?: typeof fetch
}

/** What of a file must be known to take it: its plain bytes are hashed, and counted for the progress. */
type Named = Pick<v.InferOutput<typeof PublishedFile>, 'url' | 'sha256'> & { plainBytes: number }

export type TakeFile = <S extends v.GenericSchema>(
  file: Named,
  schema: S,
  progress?: (loaded: number, total: number) => void,
) => Promise<v.InferOutput<S>>

/** @returns what throws `ServiceError` `badAnswer` for anything but the file that was named */
export function createTakeFile(base: string, doFetch: typeof fetch): TakeFile {
  return async (file, schema, progress) => {
    const json = await download(doFetch, base + file.url, file.sha256, file.plainBytes, progress).catch(
      (reason: unknown) => {
        throw asServiceError(reason)
      },
    )
    const parsed = v.safeParse(schema, json)
    if (!parsed.success) throw new ServiceError('badAnswer', v.summarize(parsed.issues))
    return parsed.output
  }
}

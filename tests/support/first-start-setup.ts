/** A folder for one first start with the sample district, made by whoever needs it first and used by all of a run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

declare module 'vitest' {
  export interface ProvidedContext {
    /** where a first start of the product is kept during the run */
    firstStartFolder: string
  }
}

export default function setup(project: {
  provide(key: 'firstStartFolder', value: string): void
}): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-first-start-'))
  project.provide('firstStartFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}

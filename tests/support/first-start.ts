/**
 * What the first start of a product leaves behind, kept so that others can go on from it: making the database and
 * loading the sample district takes most of the time that a journey's set-up takes.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clusterOf } from './data-directory.ts'
import type { Product } from './product.ts'

export interface FirstStart {
  dataDir: string
  /** what it printed, one-time code and passwords included: they are told once */
  console: string
}

const placesIn = (folder: string) => ({ data: join(folder, 'data'), console: join(folder, 'console.txt') })

/** The one kept in this folder. */
export function keptFirstStart(folder: string): FirstStart | undefined {
  const places = placesIn(folder)
  if (!existsSync(places.console)) return undefined
  return { dataDir: places.data, console: readFileSync(places.console, 'utf8') }
}

/**
 * Stops the product and keeps what it has done so far in this folder. Its cluster must lie in its data directory;
 * where the database's user cannot enter that, it lies elsewhere and is no copy's to have.
 */
export async function keepFirstStart(server: Product, folder: string): Promise<FirstStart | undefined> {
  await server.kill('SIGTERM')
  if (
    !existsSync(join(server.dataDir, 'database.json')) ||
    !clusterOf(server.dataDir).startsWith(server.dataDir)
  ) {
    await server.stop()
    return undefined
  }
  const places = placesIn(folder)
  mkdirSync(folder, { recursive: true })
  // One that was cut short left no console.
  rmSync(places.data, { recursive: true, force: true })
  renameSync(server.dataDir, places.data)
  writeFileSync(places.console, server.console())
  return keptFirstStart(folder)
}

/** Copies it with owners and modes: the database's files are its own user's. */
export async function copyInto(dataDir: string, { dataDir: from }: FirstStart): Promise<void> {
  await promisify(execFile)('cp', ['-a', `${from}/.`, dataDir])
}

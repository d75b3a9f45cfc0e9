/**
 * The logs of LevelDB, in which Chromium keeps IndexedDB: whether the last record is whole, and how to cut one off as a
 * kill does. Blocks of 32 KiB; before each record stand its checksum (4 bytes), its length (2) and its kind (1).
 */
import { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const BLOCK = 32 * 1024
const HEADER = 7
/** first and middle part of a record that goes on in the next block */
const GOES_ON = [2, 3]

/** Whether the file ends in a record whose writer did not get to its end. */
function isTorn(file: string): boolean {
  const bytes = readFileSync(file)
  let at = 0
  let goesOn = false
  while (at < bytes.length) {
    const leftInBlock = BLOCK - (at % BLOCK)
    if (leftInBlock < HEADER) {
      at += leftInBlock
      continue
    }
    if (at + HEADER > bytes.length) return true
    const end = at + HEADER + bytes.readUInt16LE(at + 4)
    if (end > bytes.length) return true
    goesOn = GOES_ON.includes(bytes[at + 6] ?? 0)
    at = end
  }
  return goesOn
}

/** The logs of every IndexedDB of this Chromium profile; none where Chromium keeps it elsewhere. */
function logsOf(profile: string): string[] {
  const folder = join(profile, 'Default', 'IndexedDB')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /leveldb[/\\]\d+\.log$/.test(name))
    .map((name) => join(folder, name))
    .sort()
}

/** The logs that end in the middle of a record. */
export const tornLogs = (profile: string): string[] => logsOf(profile).filter(isTorn)

/**
 * Cuts the newest log off in the middle of a record, as a kill between Chromium's two writes does: the record's header
 * is there and nothing of the record. False where there is no such log.
 */
export function tearLog(profile: string): boolean {
  const newest = logsOf(profile).at(-1)
  if (newest === undefined) return false
  appendFileSync(newest, Buffer.from([0x1b, 0x0f, 0x5a, 0xc3, 79, 0, 1]))
  return true
}

/** The server's side: its DATA_DIR lies on the disk and it takes operations in while power is cut. */
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openContext } from '../flows/simulation/soak-context.ts'
import { caseOperation, photo, publishRegion, putBlob, ratingOperation, send } from '../support/filing.ts'
import { postmasterOf, urlOf } from '../support/data-directory.ts'
import { bundleServer, removeBundle, startServer, type ServerProcess } from '../support/server-process.ts'
import { childrenOf, processesOn } from '../support/processes.ts'
import { Disk } from './disk.ts'
import type { Losses } from './phone.ts'

const CLIENTS = 4

/** Sends until the line breaks; notes what was acknowledged, photos under their hash. */
async function load(url: string, acknowledged: Set<string>): Promise<void> {
  for (let n = 0; ; n++) {
    try {
      const picture = n % 5 === 0 ? await photo() : undefined
      if (picture && (await putBlob(url, picture.sha256, picture.bytes)).ok) acknowledged.add(picture.sha256)
      const operation = picture ? caseOperation({ photos: [picture.ref] }) : ratingOperation()
      const [result] = await send(url, operation)
      if (result && 'receivedAt' in result) acknowledged.add(operation.id)
    } catch {
      return
    }
  }
}

/** What of this is not there, with its effect or its bytes. */
async function missing(databaseUrl: string, acknowledged: Set<string>): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>(`
      select id::text as id from operations
        where exists (select 1 from ratings r where r.id = operations.id)
           or exists (select 1 from cases c where c.id = operations.id)
      union all select sha256 as id from blobs where encode(sha256(data), 'hex') = sha256`)
    const there = new Set(rows.map(({ id }) => id))
    return [...acknowledged].filter((id) => !there.has(id))
  } finally {
    await client.end()
  }
}

/** Whoever connects from now on is answered before the database's log is on the disk. */
async function answerEarly(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // For this database, since what the server gives PostgreSQL on its command line goes before `alter system`.
    await client.query(`do $$ begin
      execute format('alter database %I set synchronous_commit = off', current_database());
    end $$`)
  } finally {
    await client.end()
  }
}

/** @param early the control: a PostgreSQL that acknowledges before the disk does, which does lose rows */
export async function cutServers(cuts: number, early: boolean): Promise<Losses> {
  await bundleServer()
  const disk = new Disk()
  const dataDir = `${disk.root}/data`
  mkdirSync(dataDir, { mode: 0o755 })
  const environment = { DATA_DIR: dataDir, LOG_LEVEL: 'fatal' }
  const acknowledged = new Set<string>()
  const lost = new Set<string>()
  let server: ServerProcess | undefined
  try {
    for (let cut = 0; cut <= cuts; cut++) {
      server = await startServer(environment)
      if (cut === 0) {
        const { context, close } = await openContext(urlOf(dataDir))
        await publishRegion(context)
        await close()
        if (early) {
          await answerEarly(urlOf(dataDir))
          await server.end('SIGTERM')
          server = await startServer(environment)
        }
      }
      for (const id of await missing(urlOf(dataDir), acknowledged)) lost.add(id)
      if (cut === cuts) break
      const { url, pid } = server
      const clients = Array.from({ length: CLIENTS }, () => load(url, acknowledged))
      await sleep(500 + Math.random() * 1500)
      const postmaster = postmasterOf(dataDir) ?? 0
      // The server first: what it has answered by then is in our hands, what it has not is nobody's.
      const writers = [pid, postmaster, ...childrenOf(postmaster)]
      disk.cut(writers, () => processesOn(dataDir).length === 0 && childrenOf(postmaster).length === 0)
      await Promise.all(clients)
    }
  } finally {
    await server?.end('SIGTERM')
    disk.remove()
    removeBundle()
  }
  return { cuts, acknowledged: acknowledged.size, lost: lost.size }
}

/** PostgreSQL refuses to run as root: whom it runs as instead, and what that user can reach. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

export interface Account {
  uid: number
  gid: number
  name: string
}

const isRoot = (): boolean => process.getuid?.() === 0

/**
 * Undefined for an ordinary user, who runs the database as themselves. Under root: the owner of an existing cluster,
 * else `postgres` or `nobody`. initdb looks its user up by number, so a number without a name would not do.
 */
export function databaseAccount(cluster: string | undefined): Account | undefined {
  if (!isRoot()) return undefined
  const accounts = listAccounts()
  const owner = cluster === undefined ? undefined : statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0)
    return (
      accounts.find(({ uid }) => uid === owner.uid) ?? {
        uid: owner.uid,
        gid: owner.gid,
        name: `uid ${owner.uid}`,
      }
    )
  const account =
    accounts.find(({ name }) => name === 'postgres') ??
    accounts.find(({ name }) => name === 'nobody') ??
    accounts.find(({ uid }) => uid !== 0)
  if (!account)
    throw new Error(
      'PostgreSQL does not run as root, and /etc/passwd names no other user: add one, start as an ordinary user, or set DATABASE_URL',
    )
  return account
}

function listAccounts(): Account[] {
  let text: string
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    return []
  }
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

/** Whether the account can enter the folder: asked of the kernel, which knows of modes, ACLs and mounts. */
export function canEnter(account: Account, folder: string): boolean {
  return runs(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder])
}

/** Whether the account can run the program. */
export function canRun(account: Account, program: string): boolean {
  return runs(account, program, ['--version'])
}

function runs({ uid, gid }: Account, program: string, args: string[]): boolean {
  const done = spawnSync(program, args, { uid, gid, cwd: '/', stdio: 'ignore', env: {} })
  return done.error === undefined && done.status === 0
}

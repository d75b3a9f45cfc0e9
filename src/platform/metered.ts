/** Whether the line is one that is paid by the byte, as far as the browser says: some say nothing. */
import type { Database } from './db.ts'

interface NetworkInformation extends EventTarget {
  readonly type?: string
  readonly saveData?: boolean
}

const connection = (): NetworkInformation | undefined =>
  (navigator as Partial<Navigator> & { connection?: NetworkInformation }).connection

/** By mobile data, or with the browser told to save data. */
function metered(): boolean {
  const line = connection()
  return line?.saveData === true || line?.type === 'cellular' || line?.type === 'wimax'
}

/** Whether photos must wait now: the user wants them sent only by Wi-Fi, and this is not it. */
export async function photosWait(database: Database): Promise<boolean> {
  if (!metered()) return false
  const settings = await database.read((db) => db.get('settings', 'settings'))
  return settings?.photosOnWifiOnly === true
}

/** Tells when the kind of line changes, where the browser does. */
export function onLineChange(listener: () => void): void {
  connection()?.addEventListener('change', listener)
}

/** The smallest database there is; it lives for some milliseconds. */
const NAME = 'mingcha-log'

/**
 * Makes Chromium begin a new log. It keeps IndexedDB in LevelDB, and after a kill goes on writing behind the stump of
 * the record that the kill cut off; at the start after that it takes the whole for damaged and throws it away, all
 * databases of this origin (google/leveldb#1287, open). Deleting any database makes it write what the log holds into a
 * table and drop the log, stump and all. To be called when a process first opens its database; nothing needs to wait.
 */
export function beginNewLog(): void {
  // Only Chromium tells of data it has lost.
  if (!('dataLoss' in IDBVersionChangeEvent.prototype)) return
  const made = indexedDB.open(NAME)
  made.onsuccess = () => {
    made.result.close()
    indexedDB.deleteDatabase(NAME)
  }
}

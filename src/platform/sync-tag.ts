/** The Background Sync tag by which page and service worker know the drainer. */
export const SYNC_TAG = 'mingcha-drain'

/**
 * Loads a part of the app when it is first needed. One load for all who ask; a load that failed (a chunk that could not
 * be fetched on the very first visit, say) is tried anew by the next.
 */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    if (!loading) {
      const mine = load()
      loading = mine
      mine.catch(() => {
        if (loading === mine) loading = undefined
      })
    }
    return loading
  }
}

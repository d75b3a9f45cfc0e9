/**
 * Hands a file to the user: through the share sheet on a phone that shares files, else as a download.
 * @returns whether it was downloaded, of which the browser may say nothing
 */
export async function handOver(file: File): Promise<boolean> {
  const touch = window.matchMedia('(pointer: coarse)').matches
  if (touch && 'canShare' in navigator && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file] })
      return false
    } catch (error) {
      // Closing the share sheet is a choice, not a failure; anything else falls back to the download.
      if (error instanceof DOMException && error.name === 'AbortError') return false
    }
  }
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return true
}

/** Reads just enough of EXIF (a TIFF inside) to know whether it carries a position. */

const GPS_DIRECTORY = 0x8825
const ENTRY = 12

/** `exif` as sharp hands it out, with or without the leading `Exif\0\0`. Unreadable EXIF counts as none. */
export function exifHasPosition(exif: Buffer): boolean {
  const tiff = exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif
  const order = tiff.toString('latin1', 0, 2)
  if (order !== 'II' && order !== 'MM') return false
  const little = order === 'II'
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  /** the value field's offset of the entry with this tag */
  const find = (directory: number, wanted: (tag: number) => boolean): number | undefined => {
    const count = u16(directory)
    for (let i = 0; i < count; i++) {
      const at = directory + 2 + i * ENTRY
      if (wanted(u16(at))) return at + 8
    }
    return undefined
  }
  try {
    const pointer = find(u32(4), (tag) => tag === GPS_DIRECTORY)
    if (pointer === undefined) return false
    // An empty directory, or one with its version alone (tag 0), says nothing of a place.
    return find(u32(pointer), (tag) => tag >= 1 && tag <= 4) !== undefined
  } catch {
    return false
  }
}

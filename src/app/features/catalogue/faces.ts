import { useRegion } from '../../state/region.ts'
import { later } from '../../ui/later.ts'

/** The first screen has two: the choice of a region on a first visit, the list of its items on every later one. */
export const ItemSearch = later(() => import('./ItemSearch.vue'))
export const Welcome = later(() => import('./Welcome.vue'))

/** Brings the face that will be drawn, so that it is drawn at once; without it the screen stands and says what failed. */
export async function faceIsHere(): Promise<void> {
  const face = { ready: ItemSearch, none: Welcome, starting: undefined, failed: undefined }[
    useRegion().status
  ]
  await face?.fetch().catch(() => undefined)
}

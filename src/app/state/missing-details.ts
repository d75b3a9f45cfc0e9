/** Brings the details of a region behind its list, for as long as it takes and the region is looked at. */
import { ServiceError, type Services } from '#sync/services'

const FIRST_WAIT_MS = 3_000
const LONGEST_WAIT_MS = 60_000

interface Following {
  /** how many items still miss their details */
  tell(missing: number): void
  /** false once another region is looked at */
  wanted(): boolean
  /** something else than a bad line: there may be a newer version, whose chunks are others */
  update(): Promise<unknown>
}

/** the region each library is busy with: there is one such way at a time */
const underWay = new WeakMap<object, string>()

/** Resolves when all is here, it is no longer wanted, or it is under way already. */
export async function bringDetails(
  services: Pick<Services, 'catalogue' | 'online'>,
  region: string,
  following: Following,
): Promise<void> {
  const { catalogue } = services
  if (underWay.get(catalogue) === region) return
  underWay.set(catalogue, region)
  try {
    await follow(services, region, following)
  } finally {
    if (underWay.get(catalogue) === region) underWay.delete(catalogue)
  }
}

/** A line that fails is tried again, later each time. */
async function follow(
  { catalogue, online }: Pick<Services, 'catalogue' | 'online'>,
  region: string,
  following: Following,
): Promise<void> {
  let wait = FIRST_WAIT_MS
  let least = Infinity
  while (following.wanted()) {
    try {
      await catalogue.complete(region, (missing) => {
        // Whatever comes shows that the line is there.
        if (missing < least) wait = FIRST_WAIT_MS
        least = missing
        if (following.wanted()) following.tell(missing)
      })
      return
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'badAnswer')
        await following.update().catch(() => undefined)
    }
    await untilLater(online, wait)
    wait = Math.min(LONGEST_WAIT_MS, wait * 2)
  }
}

/** Until the time is over or the phone believes that it has a network again. */
function untilLater(online: Services['online'], ms: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(go, ms)
    const stop = online.onChange((now) => {
      if (now) go()
    })
  })
}

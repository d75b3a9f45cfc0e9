/** This phone's Web Push subscription, and which cases it is told of. */
import * as v from 'valibot'
import { PushDone, PushKey, type PushWishes, QuietHoursSchema } from '#contract/push'
import { routes } from '#contract/routes'
import { QUIET_HOURS } from '#domain/notices/quiet-hours'
import { type Push, ServiceError } from '#sync/services'
import type { Transport } from '#sync/ports'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'
import type { Database } from './db.ts'
import { sha256Hex } from './digest.ts'

/** What this phone asked for, in `meta`. */
const Wanted = v.object({ cases: v.array(v.string()), quiet: QuietHoursSchema })
const KEY = 'push'

export function createPush(database: Database, transport: Transport): Push {
  const wanted = async (): Promise<v.InferOutput<typeof Wanted>> => {
    const read = v.safeParse(Wanted, await database.read((db) => db.get('meta', KEY)))
    return read.success ? read.output : { cases: [], quiet: QUIET_HOURS }
  }
  const post = async (path: string, body: object) =>
    unwrap(
      await ask(
        transport,
        { method: 'POST', path, type: 'application/json', body: JSON.stringify(body) },
        PushDone,
      ),
    )

  return {
    wanted,
    async target(key) {
      if ((await Notification.requestPermission()) !== 'granted')
        throw new ServiceError('forbidden', 'notifications are not allowed')
      const asked =
        key ?? unwrap(await ask(transport, { method: 'GET', path: routes.pushKey() }, PushKey)).key
      const { pushManager } = await navigator.serviceWorker.ready
      const options = { userVisibleOnly: true, applicationServerKey: asked }
      // One that was made for another server's key is of no use to this one.
      const made = await pushManager.subscribe(options).catch(async () => {
        await (await pushManager.getSubscription())?.unsubscribe()
        return pushManager.subscribe(options)
      })
      const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = made.toJSON()
      return { endpoint, keys: { p256dh, auth } }
    },
    async fingerprint() {
      const registration = await navigator.serviceWorker.getRegistration()
      const made = await registration?.pushManager.getSubscription()
      return made ? sha256Hex(new TextEncoder().encode(made.endpoint)) : undefined
    },
    async tell({ id, code, on, quiet, locale }) {
      const { cases } = await wanted()
      const others = cases.filter((other) => other !== id)
      const target = await this.target()
      const wishes: PushWishes = { target, locale, quiet }
      if (on) await post(routes.casePush(), { code, ...wishes })
      else await post(routes.pushEnd(), { endpoint: target.endpoint, code })
      await database.write(['meta'], 'relaxed', (tx) =>
        tx.objectStore('meta').put({ cases: on ? [...others, id] : others, quiet }, KEY),
      )
    },
  }
}

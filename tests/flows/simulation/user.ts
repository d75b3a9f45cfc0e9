/** What the user of a phone does: rates, complains with photos, seals inspections, and sometimes what cannot be taken in. */
import sharp from 'sharp'
import type { OperationPayload, OperationType } from '#contract/sync'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import type { CitizenAction, PhotoRef } from '#domain/cases/types'
import type { SupervisorDesk } from '#sync/services'
import { REGION, sha256 } from '../../support/filing.ts'
import type { Chance } from './chance.ts'
import type { FiledCase, Model, Poison } from './model.ts'
import type { FlowPhone } from './phone.ts'

const PIN = '246810'

interface Photo {
  bytes: Uint8Array
  ref: PhotoRef
}

export class User {
  readonly phone: FlowPhone
  readonly #chance: Chance
  readonly #model: Model
  /** 0 for a user who fights with nothing but the network */
  readonly #clumsiness: number
  #photos: Photo[] = []
  #tabs: [SupervisorDesk, SupervisorDesk] | undefined

  constructor(phone: FlowPhone, chance: Chance, model: Model, clumsiness: number) {
    this.phone = phone
    this.#chance = chance
    this.#model = model
    this.#clumsiness = clumsiness
  }

  /** Enrols with the code over whatever line there is. */
  async becomeSupervisor(code: string): Promise<void> {
    const tabs: [SupervisorDesk, SupervisorDesk] = [this.phone.desk(), this.phone.desk()]
    for (;;) {
      try {
        const { device } = await tabs[0].enrol(code, PIN)
        this.#model.sealed.set(device, 0)
        break
      } catch (reason) {
        // Again and again, until an answer comes through; a refusal would never end.
        const code = (reason as { code?: string }).code
        if (code === 'unknownEnrolment' || code === 'invalid') throw reason
      }
    }
    this.#tabs = tabs
  }

  async saveSomething(): Promise<void> {
    const chance = this.#chance
    if (chance.is(this.#clumsiness)) return this.#poisoned()
    if (this.#tabs && chance.is(0.4)) return this.#seal(this.#tabs)
    if (chance.is(0.4)) return this.#rate()
    return this.#complain()
  }

  /** The citizen's own step in a case of theirs. */
  async act(filed: FiledCase, action: CitizenAction['type']): Promise<void> {
    const photos = action === 'supply' ? await this.#takePhotos() : []
    const payload: OperationPayload<'case.act'> = {
      id: this.phone.newId(),
      caseId: filed.id,
      receiptDigest: filed.receiptDigest,
      action: {
        supply: { type: 'supply' as const, text: '补上。', photos: photos.map(({ ref }) => ref.sha256) },
        reopen: { type: 'reopen' as const, reason: '没有说到点子上。' },
        confirm: { type: 'confirm' as const },
        withdraw: { type: 'withdraw' as const },
      }[action],
    }
    await this.#file('case.act', payload, photos, filed.id)
    filed.events.push(action)
    filed.photos.push(...photos.map(({ ref }) => ref.sha256))
  }

  /** Answers the office's question about an inspection of this phone; now and then the button is tapped twice. */
  async reply(inspection: string, question: string): Promise<void> {
    const [tab] = this.#tabs ?? []
    if (!tab) throw new Error('not a supervisor')
    await tab.unlock(PIN)
    const reply = {
      id: this.phone.newId(),
      inspection,
      question,
      text: `1号窗口。${this.#chance.below(1e9)}`,
    }
    await tab.reply(reply, '暗访')
    if (this.#chance.is(0.3)) await tab.reply(reply, '暗访')
    this.#filed(reply.id, 'inspection.reply', [])
    this.#model.replies.push(reply)
  }

  async #rate(): Promise<void> {
    const poor = this.#chance.is(0.3)
    const payload: OperationPayload<'rating.submit'> = {
      ...this.#rating(),
      ...(poor ? { level: 1, contact: { phone: '13800000000', shareWithUnit: false } } : {}),
    }
    await this.#file('rating.submit', payload, [])
    if (poor) this.#model.poorRatings.push(payload.id)
  }

  async #complain(): Promise<void> {
    const photos = await this.#takePhotos()
    const payload = this.#case(photos)
    await this.#file('case.submit', payload, photos)
    const filed: FiledCase = {
      id: payload.id,
      phone: this.phone,
      receiptDigest: payload.receiptDigest,
      events: ['submit'],
      photos: photos.map(({ ref }) => ref.sha256),
    }
    this.#model.cases.push(filed)
    if (this.#chance.is(0.3)) await this.act(filed, 'withdraw')
  }

  /** Sometimes in two tabs at once, which fight for the chain. */
  async #seal(tabs: [SupervisorDesk, SupervisorDesk]): Promise<void> {
    const used = this.#chance.is(0.3) ? tabs : [tabs[0]]
    for (const tab of used) await tab.unlock(PIN)
    const drafts = []
    for (const tab of used) {
      const photos = await this.#takePhotos(0)
      for (const { bytes } of photos) {
        const file = new File([Uint8Array.from(bytes)], 'photo.jpg', { type: 'image/jpeg' })
        await tab.photos.add(file)
      }
      drafts.push({ tab, photos, id: this.phone.newId() })
    }
    await Promise.all(
      drafts.map(async ({ tab, photos, id }) => {
        const at = new Date(this.phone.now()).toISOString()
        const record = {
          id,
          region: REGION,
          kind: 'covert' as const,
          venue: 'hall',
          checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
          answers: {},
          photos: photos.map(({ ref }) => ({ sha256: ref.sha256, bytes: ref.bytes, question: 'q' })),
          startedAt: at,
          location: { unavailable: 'off' as const },
        }
        await tab.seal(record, '暗访', id)
        this.#filed(id, 'inspection.submit', photos)
      }),
    )
    for (const [device, sealed] of this.#model.sealed)
      if ((await tabs[0].profile())?.device === device) this.#model.sealed.set(device, sealed + used.length)
  }

  /** Something that the server or the phone itself must refuse, and that must hold up nothing else. */
  async #poisoned(): Promise<void> {
    const photo = await this.#newPhoto()
    const { sha256: hash } = photo.ref
    const cure = { sha256: hash, bytes: photo.bytes }
    switch (this.#chance.below(6)) {
      case 0: {
        const payload = { ...this.#rating(), region: '999999' }
        return this.#file('rating.submit', payload, [], payload.id, {
          code: 'unknownRegion',
          cure: 'delete',
        })
      }
      case 1: {
        const payload = { ...this.#case([]), text: '' }
        return this.#file('case.submit', payload, [], payload.id, { code: 'invalid', cure: 'delete' })
      }
      case 2: {
        const id = this.phone.newId()
        const payload: OperationPayload<'case.act'> = {
          id,
          caseId: this.phone.newId(),
          receiptDigest: 'a'.repeat(64),
          action: { type: 'withdraw' },
        }
        return this.#file('case.act', payload, [], payload.caseId, {
          code: 'unknownReceipt',
          cure: 'delete',
        })
      }
      case 3: {
        const bytes = this.#chance.bytes(300)
        const ref: PhotoRef = { sha256: sha256(bytes), bytes: 300, type: 'image/jpeg' }
        const payload = this.#case([{ bytes, ref }])
        await this.phone.keepBlob(bytes, ref.sha256)
        return this.#file('case.submit', payload, [{ bytes, ref }], payload.id, {
          code: 'notAnImage',
          cure: 'delete',
        })
      }
      case 4: {
        const payload = this.#case([photo])
        await this.phone.keepBlob(photo.bytes.subarray(1), hash)
        return this.#file('case.submit', payload, [photo], payload.id, { code: 'wrongHash', cure })
      }
      default: {
        const payload = this.#case([photo])
        await this.#file('case.submit', payload, [photo], payload.id, { code: 'blobsMissing', cure })
        return this.phone.loseBlob(hash)
      }
    }
  }

  #rating(): OperationPayload<'rating.submit'> {
    const ratedAt = new Date(this.phone.now()).toISOString()
    return { id: this.phone.newId(), region: REGION, subject: { item: 'tax-1' }, level: 5, tags: [], ratedAt }
  }

  #case(photos: Photo[]): OperationPayload<'case.submit'> {
    return {
      id: this.phone.newId(),
      region: REGION,
      kind: 'complaint',
      subject: { item: 'tax-1', counter: 'hall-1' },
      text: `窗口说材料不齐，又说不出缺哪一样。${this.#chance.below(1e9)}`,
      public: false,
      photos: photos.map(({ ref }) => ref),
      filedAt: new Date(this.phone.now()).toISOString(),
      receiptDigest: sha256(this.#chance.bytes(16)),
    }
  }

  async #newPhoto(): Promise<Photo> {
    const raw = { width: 16, height: 16, channels: 3 } as const
    const bytes = await sharp(this.#chance.bytes(16 * 16 * 3), { raw })
      .jpeg()
      .toBuffer()
    const name = sha256(bytes)
    await this.phone.keepBlob(bytes, name)
    return { bytes, ref: { sha256: name, bytes: bytes.length, type: 'image/jpeg' } }
  }

  /** Reads what needs attention: puts right what can be, deletes the rest. Says what nobody expected. */
  async attend(): Promise<string[]> {
    const unexpected: string[] = []
    for (const { id, entry } of await this.phone.filing.list()) {
      if (entry?.state !== 'needsAttention') continue
      const poison = this.#model.filed.find((filed) => filed.id === id)?.poison
      if (poison?.code !== entry.refusal?.code) unexpected.push(`${id} was refused: ${entry.refusal?.code}`)
      if (poison === undefined) continue
      if (poison.cure === 'delete') await this.phone.filing.remove(id)
      else {
        await this.phone.keepBlob(poison.cure.bytes, poison.cure.sha256)
        await this.phone.filing.retry(id)
      }
    }
    return unexpected
  }

  /** Up to three; now and then one that another record has too. */
  async #takePhotos(again = 0.2): Promise<Photo[]> {
    const taken = new Map<string, Photo>()
    for (let n = this.#chance.below(4); n > 0; n--) {
      const old = this.#chance.is(again) ? this.#photos[this.#chance.below(this.#photos.length)] : undefined
      const photo = old ?? (await this.#newPhoto())
      taken.set(photo.ref.sha256, photo)
      if (!old) this.#photos.push(photo)
    }
    return [...taken.values()]
  }

  async #file<T extends OperationType>(
    type: T,
    payload: OperationPayload<T>,
    photos: Photo[],
    entity = payload.id,
    poison?: Poison,
  ): Promise<void> {
    const attachments = photos.map(({ ref }) => ({ ...ref }))
    const request = { type, payload, entity, attachments, title: type }
    await this.phone.filing.file(request)
    this.#filed(payload.id, type, photos, poison)
    // A second tap on the button.
    if (this.#chance.is(0.2)) await this.phone.filing.file(request)
  }

  #filed(id: string, type: OperationType, photos: Photo[], poison?: Poison): void {
    const names = photos.map(({ ref }) => ref.sha256)
    this.#model.filed.push({
      id,
      type,
      phone: this.phone,
      photos: names,
      ...(poison === undefined ? {} : { poison }),
    })
  }
}

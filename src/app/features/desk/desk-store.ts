/** Who is signed in at this desk, and the one way by which its screens ask the server. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AnswerOf, AskWith, Endpoint } from '#contract/endpoint'
import { deskSession, type Staff } from '#contract/desk/session'
import { type Capability, may } from '#domain/staff/roles'
import { type FileLike, ServiceError } from '#sync/services'
import { useServices } from '../../services.ts'

export const useDesk = defineStore('desk', () => {
  const { desk } = useServices()
  const staff = shallowRef<Staff>()
  /** whether it is known yet if somebody is signed in */
  const known = ref(false)
  /** the session ended under an open screen: its user signs in again in place, and nothing typed is lost */
  const ended = ref(false)

  /** Asks the server; where the session has ended, the user is asked to sign in again and the refusal goes on. */
  async function ask<E extends Endpoint>(endpoint: E, input: AskWith<E>): Promise<AnswerOf<E>> {
    try {
      return await desk.ask(endpoint, input)
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'unauthenticated')
        ended.value = staff.value !== undefined
      throw error
    }
  }

  async function load(): Promise<void> {
    try {
      staff.value = await desk.ask(deskSession.current, {})
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'unauthenticated') throw error
      staff.value = undefined
    } finally {
      known.value = true
    }
  }

  async function signIn(login: string, password: string): Promise<void> {
    const before = staff.value
    const next = await desk.ask(deskSession.signIn, { body: { login, password } })
    // Another person at the same desk must not see what the one before had open.
    if (before && before.id !== next.id) location.assign('/desk')
    staff.value = next
    ended.value = false
  }

  async function signOut(): Promise<void> {
    await desk.ask(deskSession.signOut, {})
    staff.value = undefined
  }

  const photo = (file: FileLike) => desk.photo(file)

  const can = computed(
    () => (capability: Capability) => staff.value !== undefined && may(staff.value, capability),
  )

  return { staff, known, ended, can, ask, load, signIn, signOut, photo }
})

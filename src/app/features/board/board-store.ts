import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Board } from '#contract/board'
import { useServices } from '../../services.ts'

/** The board as last heard of; kept between its screens, so that going back shows it at once. */
export const useBoard = defineStore('board', () => {
  const services = useServices()
  const board = shallowRef<Board>()
  /** the server could not be asked: these are the last figures this phone saw */
  const stale = shallowRef(false)
  const loading = shallowRef(false)
  const error = shallowRef<unknown>()
  let asked = 0

  /** Asks for the newest figures. What is shown of the same region stays until they are here. */
  async function load(region: string): Promise<void> {
    const turn = ++asked
    if (board.value?.region.code !== region) board.value = undefined
    loading.value = true
    error.value = undefined
    try {
      const answer = await services.board(region)
      if (turn !== asked) return
      board.value = answer.board
      stale.value = answer.stale
    } catch (failure) {
      if (turn === asked) error.value = failure
    } finally {
      if (turn === asked) loading.value = false
    }
  }

  return { board, stale, loading, error, load }
})

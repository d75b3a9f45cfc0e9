/** Where the focus goes when what has it is taken away. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keepFocus } from '../../../src/app/ui/keep-focus.ts'

const LATER_MS = 150
const later = () => new Promise((resolve) => setTimeout(resolve, LATER_MS))
const find = (id: string): HTMLElement => document.getElementById(id)!
const focused = () => document.activeElement?.id ?? ''

beforeEach(() => {
  document.body.innerHTML = `<div id="app"><main>
    <button id="back"></button><h1 id="title" tabindex="-1">诉求</h1>
    <ul id="drafts">
      <li id="first"><a id="open-first" href="#"></a><button id="discard-first"></button></li>
      <li id="second"><button id="discard-second"></button></li>
    </ul>
    <section id="form"><textarea id="text"></textarea><button id="send"></button></section>
  </main></div>`
  keepFocus(find('app'))
})

describe('the focus', () => {
  it('goes to what is next to a row that is deleted', async () => {
    find('discard-second').focus()
    find('second').remove()
    await vi.waitFor(() => expect(focused()).toBe('open-first'))
  })

  it('goes to the heading where the whole part is gone, and to no field that brings a keyboard up', async () => {
    find('text').focus()
    find('form').remove()
    await vi.waitFor(() => expect(focused()).toBe('title'))
    find('back').focus()
    find('discard-first').focus()
    find('drafts').innerHTML = '<li><input type="search" id="search"></li>'
    await vi.waitFor(() => expect(focused()).toBe('title'))
  })

  it('stays where a screen has put it', async () => {
    find('discard-second').focus()
    find('second').remove()
    find('send').focus()
    await later()
    expect(focused()).toBe('send')
  })

  it('is not brought back to who left on purpose', async () => {
    find('text').focus()
    find('text').blur()
    await later()
    find('form').remove()
    await later()
    expect(document.activeElement).toBe(document.body)
  })
})

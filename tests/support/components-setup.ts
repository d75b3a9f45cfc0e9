/** What a browser has and happy-dom lacks, and a clean page for every test. */
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach } from 'vitest'
import { setLocale } from '../../src/app/i18n/index.ts'

enableAutoUnmount(afterEach)

beforeEach(() => {
  document.body.innerHTML = ''
  document.title = '明察'
  setLocale('zh')
})

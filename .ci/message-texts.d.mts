import type { Wording } from '../src/app/i18n/wording.ts'

export function messageTexts(locale: 'zh' | 'en'): Map<string, Wording>

/** Readings of names, made when a catalogue is published: pinyin-pro is too heavy for the phone. */
import { customPinyin, pinyin } from 'pinyin-pro'

/** Words of this trade that pinyin-pro reads wrong; everything else it gets right from context. */
const WORDS = {
  重组: 'chóng zǔ',
  着装: 'zhuó zhuāng',
  粘贴: 'zhān tiē',
  发卡: 'fā kǎ',
  立卡: 'lì kǎ',
  分行: 'fēn háng',
  央行: 'yāng háng',
  行道树: 'xíng dào shù',
  圈养: 'juàn yǎng',
  血吸虫: 'xuè xī chóng',
}
customPinyin(WORDS)

/**
 * One syllable a hanzi (ü as v), a run of letters and digits as it stands in lower case, nothing for punctuation; one
 * space between: 《出生医学证明》A类 → “chu sheng yi xue zheng ming a lei”.
 */
export function readingOf(name: string): string {
  const tokens: string[] = []
  for (const part of name.normalize('NFKC').split(/([\p{Script=Han}〇]+)/u)) {
    if (/^[\p{Script=Han}〇]/u.test(part)) {
      tokens.push(...pinyin(part, { toneType: 'none', type: 'array', v: true, nonZh: 'removed' }))
    } else {
      tokens.push(...(part.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []))
    }
  }
  return tokens.join(' ')
}

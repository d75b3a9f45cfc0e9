/** The words of a Chinese text, by the Unicode segmenter that comes with Node (ICU's dictionary). */
import type { Words } from '#domain/accountability/growing-words'

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** Two hanzi or more, or a Latin word of three letters: single signs and numbers say nothing. */
const TELLING = /^(?:\p{Script=Han}{2,}|[a-z]{3,})$/u
/** What stands in every complaint. */
const STOP = new Set(
  '我们 他们 你们 自己 没有 不是 这个 那个 什么 怎么 可以 因为 所以 但是 如果 已经 还是 就是 一个 一下 一次 还有 现在 今天 昨天 明天 时候 知道 需要 要求 希望 请问 谢谢 您好 你好 工作 人员 办理 窗口 材料 部门 单位 事项 反映 情况 问题 有关 进行 以及 或者 the and for with that this not was are have has from'.split(
    ' ',
  ),
)

export function wordsOf(text: string): Words {
  const words = new Set<string>()
  for (const { segment, isWordLike } of segmenter.segment(text.normalize('NFKC').toLowerCase()))
    if (isWordLike && TELLING.test(segment) && !STOP.has(segment)) words.add(segment)
  return words
}

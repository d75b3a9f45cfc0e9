/** Answers to a checklist as a supervisor in a better or worse hall would give them: whatever it asks, in its order. */
import { isDisclosed } from '#domain/catalogue/disclosure'
import { DISCLOSURE_KEYS, type Catalogue } from '#domain/catalogue/types'
import { visibleQuestions } from '#domain/inspections/checklist'
import type { Answer, Answers, Checklist, ItemCheck, Question } from '#domain/inspections/types'
import type { Chance } from './random.ts'

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'notice.extraWhat': ['要求另交社区居住证明，目录没有。', '要求户口本全本复印件，目录只要首页和本人页。'],
  'fees.what': ['打印费，让到隔壁打印店交。', '资料装订费。'],
  'manner.what': [
    '问第二遍时说“墙上有，自己看”。',
    '把材料推出来，没有说明缺什么。',
    '三个人聊天，喊了两声才过来。',
  ],
  'complaint.number': ['000-0012345'],
  'waiting.more': [
    '叫号屏有一块不亮。',
    '轮椅通道被绿植挡住一半。',
    '整体秩序不错，导办员主动询问。',
    '下午四点后只剩两个窗口。',
  ],
}

function itemChecks(
  chance: Chance,
  catalogue: Catalogue,
  items: readonly string[],
  share: number,
): ItemCheck[] {
  return items.flatMap((code): ItemCheck[] => {
    const item = catalogue.items.find((one) => one.code === code)
    if (!item) return []
    const verdicts = Object.fromEntries(
      DISCLOSURE_KEYS.map((key) => {
        if (key !== 'name' && chance.happens(share * 0.5)) {
          return [
            key,
            chance.happens(0.5) ? { verdict: 'notPosted' } : { verdict: 'differs', wall: '墙上为旧版内容' },
          ]
        }
        // what the catalogue does not say is not on the wall either
        return [key, { verdict: isDisclosed(item, key) || chance.happens(0.5) ? 'same' : 'notPosted' }]
      }),
    ) as ItemCheck['verdicts']
    return [{ item: code, itemName: item.name, catalogueVersion: catalogue.version, verdicts }]
  })
}

function answer(
  chance: Chance,
  question: Question,
  share: number,
  items: () => ItemCheck[],
): Answer | undefined {
  const found = chance.happens(share)
  switch (question.kind) {
    case 'yesNo':
      return { kind: 'yesNo', value: found === (question.finding === 'yes') ? 'yes' : 'no' }
    case 'choice': {
      const fitting = question.options.filter((option) => (option.finding ?? false) === found)
      return { kind: 'choice', value: [chance.pick(fitting.length > 0 ? fitting : question.options).id] }
    }
    case 'number': {
      const low = question.min ?? 0
      const usual = Math.min(question.max ?? 30, Math.max(low, question.limit ?? 20))
      return {
        kind: 'number',
        value:
          found && question.limit !== undefined ? usual + chance.between(1, 3) : chance.between(low, usual),
      }
    }
    case 'timer': {
      const limit = question.limit ?? 600
      return { kind: 'timer', value: found ? limit + chance.between(30, limit) : chance.between(5, limit) }
    }
    case 'text': {
      const texts = TEXTS[question.id]
      return texts ? { kind: 'text', value: chance.pick(texts) } : undefined
    }
    case 'photo':
      return undefined
    case 'itemCheck':
      return { kind: 'itemCheck', value: items() }
  }
}

/** Answers every question that shows, as answers make more of them show; optional ones often, photos never. */
export function answersOf(
  chance: Chance,
  checklist: Checklist,
  { catalogue, items, share }: { catalogue: Catalogue; items: readonly string[]; share: number },
): Answers {
  const answers: Answers = {}
  const passed = new Set<string>()
  for (let open = true; open;) {
    open = false
    for (const question of visibleQuestions(checklist, answers)) {
      if (passed.has(question.id)) continue
      passed.add(question.id)
      open = true
      if (question.required !== true && chance.happens(0.4)) continue
      const given = answer(chance, question, share, () => itemChecks(chance, catalogue, items, share))
      if (given) answers[question.id] = given
    }
  }
  return answers
}

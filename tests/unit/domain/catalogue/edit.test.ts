import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editItem, editOf, type ItemEdit } from '#domain/catalogue/edit'
import { catalogueChanges, itemChanges } from '#domain/catalogue/item-changes'
import type { ServiceItem } from '#domain/catalogue/types'
import { testCatalogue } from '../../../support/catalogue.ts'

const TODAY = '2026-11-24'
const [full, half] = testCatalogue().items as [ServiceItem, ServiceItem]
const edited = (item: ServiceItem, change: Partial<ItemEdit>) =>
  editItem(item, { ...editOf(item), ...change }, TODAY)

describe('editing an item', () => {
  it('is the same item where nothing was changed', () => {
    for (const item of testCatalogue().items) expect(edited(item, {})).toBe(item)
  })
  it('reads a limit anew, and dates what the office wrote', () => {
    const after = edited(full, { promisedLimit: '5个工作日' })
    expect(after.disclosures.promisedLimit).toEqual({
      text: '5个工作日',
      limit: { amount: 5, unit: 'workday' },
    })
    expect(after.source).toEqual({ ...full.source, date: TODAY })
  })
  it('keeps how a bare number was understood as long as its words stay', () => {
    const bare = {
      ...full,
      disclosures: {
        ...full.disclosures,
        statutoryLimit: { text: '20', limit: { amount: 20, unit: 'workday' as const } },
      },
    }
    expect(edited(bare, { conditions: '年满18周岁' }).disclosures.statutoryLimit).toEqual(
      bare.disclosures.statutoryLimit,
    )
    expect(edited(bare, { statutoryLimit: '15' }).disclosures.statutoryLimit).toEqual({ text: '15' })
  })
  it('takes a fact away where nothing is written', () => {
    expect(edited(full, { feeBasis: '', materials: [] })).not.toHaveProperty('disclosures.feeBasis')
    expect(edited(full, { materials: [] })).not.toHaveProperty('materials')
  })
  it('forgets what an import did not understand in the field that is written anew', () => {
    const flags = [
      { field: 'statutoryLimit', reason: 'limitNotUnderstood' },
      { field: 'ways', reason: 'wordUnknown' },
    ]
    const after = edited({ ...half, flags }, { statutoryLimit: '7个工作日内' })
    expect(after.flags).toEqual([{ field: 'ways', reason: 'wordUnknown' }])
  })
  it('gives back what was typed, and says of every field whether it changed', () => {
    const text = fc.string({ maxLength: 20 })
    const change = fc.record({
      name: fc.string({ minLength: 1, maxLength: 20 }),
      legalBasis: text,
      conditions: text,
      procedure: text,
      statutoryLimit: text,
      promisedLimit: text,
      feeBasis: text,
      feeStandard: text,
      consult: text,
      complaint: text,
      materials: fc.array(fc.record({ name: fc.string({ minLength: 1 }) }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(change, (edit) => {
        const after = editItem(full, edit, TODAY)
        expect(editOf(after)).toEqual(edit)
        const before = editOf(full)
        const differing = Object.keys(edit).filter(
          (key) =>
            JSON.stringify(edit[key as keyof ItemEdit]) !== JSON.stringify(before[key as keyof ItemEdit]),
        )
        const changed = itemChanges(full, after).map(({ field }) => field)
        expect(changed.filter((field) => field !== 'source').sort()).toEqual(differing.sort())
        // editing the edited item with the same words changes nothing more
        expect(editItem(after, edit, TODAY)).toBe(after)
      }),
    )
  })
})

describe('changes between catalogues', () => {
  it('names what came, went and changed, with the words before and after', () => {
    const before = testCatalogue()
    const [first, , ...rest] = before.items
    const after = {
      ...before,
      items: [
        edited(first!, { feeStandard: '120元/本' }),
        ...rest,
        { ...full, code: 'T-new', name: '新事项' },
      ],
    }
    expect(catalogueChanges(before, after)).toEqual({
      added: [{ code: 'T-new', name: '新事项', department: 'yancao' }],
      changed: [
        {
          code: 'T-001',
          name: full.name,
          department: 'yancao',
          fields: [
            { field: 'feeStandard', before: '不收费', after: '120元/本' },
            expect.objectContaining({ field: 'source' }),
          ],
        },
      ],
      removed: [{ code: 'T-002', name: half.name, department: 'zhujian' }],
    })
    expect(catalogueChanges(before, before)).toEqual({ added: [], changed: [], removed: [] })
  })
  it('does not take another day of reading for a change', () => {
    const before = testCatalogue()
    const items = before.items.map((item) =>
      item.source ? { ...item, source: { ...item.source, date: TODAY } } : item,
    )
    expect(catalogueChanges(before, { items }).changed).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { detailOf, headOf, joinItem } from '#domain/catalogue/head'
import { testCatalogue } from '../../../support/catalogue.ts'

describe('an item in two parts', () => {
  it.each(testCatalogue().items.map((item) => [item.name, item] as const))(
    'is whole again: %s',
    (_, item) => {
      expect(joinItem(headOf(item), detailOf(item))).toEqual(item)
    },
  )

  it('says nothing twice that it need not', () => {
    for (const item of testCatalogue().items) {
      const shared = Object.keys(headOf(item)).filter((key) => key in detailOf(item))
      expect(shared).toEqual(['code'])
    }
  })

  it('names a hall once, however many counters it has', () => {
    const [item] = testCatalogue().items
    const places = [
      { venue: 'hall', counter: 'c15' },
      { venue: 'hall' },
      { address: '人民路' },
      { venue: 'town' },
    ]
    expect(headOf({ ...item!, places }).venues).toEqual(['hall', 'town'])
  })
})

import { describe, expect, it } from 'vitest'
import { openProvinceSearch, packProvinceIndex } from '#domain/catalogue/search/province'
import { createSearch } from '#domain/catalogue/search/search'
import { createProvinceSearch, departments, heads } from './names.ts'

const engines = [
  ['county', createSearch(heads, departments)],
  ['province', createProvinceSearch(heads, departments)],
] as const

describe.each(engines)('the %s engine', (_name, engine) => {
  const names = (query: string, limit = 5) =>
    engine.search(query, { limit }).hits.map((hit) => heads[hit.index]!.name)
  const marked = (query: string) =>
    engine.search(query, { limit: 1 }).hits.map((hit) => {
      const { name } = heads[hit.index]!
      return hit.ranges.map(([from, to]) => name.slice(from, to)).join('|')
    })[0]

  it('finds by hanzi, whole syllables, initials and both', () => {
    for (const [query, by] of [
      ['施工许可', 'hanzi'],
      ['shigongxuke', 'pinyin'],
      ['shi gong xu', 'pinyin'],
      ['shigongx', 'pinyin'],
      ['sgxk', 'initials'],
      ['施工xk', 'mixed'],
      ['sg许可', 'mixed'],
      ["shi'gong'xu'ke", 'pinyin'],
    ] as const) {
      const result = engine.search(query)
      expect([query, result.by]).toEqual([query, by])
      expect(result.hits.slice(0, 4).map((hit) => heads[hit.index]!.name)).toContain('公路建设项目施工许可')
    }
  })

  it('says where to highlight, also for syllables and initials, in the name as it is written', () => {
    expect(marked('sgxk')).toBe('施工许可')
    expect(marked('shigongxu')).toBe('施工许')
    expect(marked('yijianshi')).toBe('一件事')
    expect(marked('社会保障卡启用')).toBe('社会保障卡（启用')
    expect(marked('设备 复审')).toBe('设备|复审')
  })

  it('takes digits, letters, full width and signs for what they are', () => {
    expect(names('Ａ证', 1)).toEqual(['特种设备作业人员A证复审'])
    expect(names('a证复', 1)).toEqual(['特种设备作业人员A证复审'])
    expect(names('azfs', 1)).toEqual(['特种设备作业人员A证复审'])
    expect(names('6.5cm3', 1)).toEqual(['第二类医疗器械（6.5cm³以下）备案'])
    expect(names('pc端', 1)).toEqual(['企业ＰＣ端开户Ⅱ类'])
    expect(names('kaihu ii类', 1)).toEqual(['企业ＰＣ端开户Ⅱ类'])
    expect(names('“两癌”', 1)).toEqual(['女职工“两癌”筛查'])
  })

  it('types ü as v', () => {
    expect(names('lvseshipin', 1)).toEqual(['绿色食品标志初审'])
    expect(names('nvzhigong', 1)).toEqual(['女职工“两癌”筛查'])
  })

  it('asks every word to match somewhere: name, department or code', () => {
    expect(names('水务 许可', 1)).toEqual(['水利基建项目初步设计文件审批及施工许可合并办理'])
    expect(names('jiaotong sgxk', 1)).toEqual(['公路建设项目施工许可'])
    expect(engine.search('水务 公积金').hits.filter((hit) => hit.score > 30)).toEqual([])
    expect(names('5116-0003', 1)).toEqual([heads[3]!.name])
    expect(names('51160003a3', 1)).toEqual([heads[3]!.name])
  })

  it('knows a department by its usual short name, below items of that name', () => {
    const found = engine.search('人社局')
    expect(found.total).toBeGreaterThan(2)
    for (const hit of found.hits)
      expect(departments.find(({ id }) => id === heads[hit.index]!.department)!.name).toMatch(
        /^(人力资源和社会保障局|区人社局)$/,
      )
    expect(names('住房公积金', 1)[0]).toContain('公积金')
  })

  it('ranks start of name, whole word and short names first', () => {
    expect(names('社会保', 2)).toEqual(['社会保险登记', '社会保障卡（启用）'])
    expect(names('建筑工程施工许可', 2)).toEqual(['建筑工程施工许可（变更）', '建筑工程施工许可证核发'])
  })

  it('puts names that begin with a single letter before all that have it somewhere, and finds every one', () => {
    for (const letter of 'abcdefghjklmnpqrstwxyz') {
      const begins = ({ pinyin }: (typeof heads)[number]) => pinyin.startsWith(letter)
      const holds = ({ name, pinyin }: (typeof heads)[number]) =>
        pinyin.split(' ').some((syllable) => syllable.startsWith(letter)) ||
        name.toLowerCase().includes(letter)
      const { hits, total } = engine.search(letter)
      const found = hits.map((hit) => heads[hit.index]!)
      const first = found.slice(0, heads.filter(begins).length)
      expect([letter, first.every(begins)]).toEqual([letter, true])
      for (const head of heads.filter(holds)) expect(found).toContain(head)
      expect(total).toBe(hits.length)
    }
  })

  it('forgives a wrong, missing or extra hanzi, homophones, wrong letters and southern ears', () => {
    for (const query of [
      '施供许可',
      '公路建设项施工许可',
      '公路建设大项目施工',
      'shigungxuke',
      'shhigongxuke',
      'sigongxuke',
      'gonglujiansexiangmu',
      'gongnujianshe',
      '工路建社',
    ]) {
      const { hits, by } = engine.search(query)
      expect([query, by]).toEqual([query, 'typo'])
      expect([query, heads[hits[0]!.index]!.name.includes('施工许可')]).toEqual([query, true])
    }
  })

  it('finds the parts of a long question in one name', () => {
    expect(names('公积金贷款信息查询', 1)).toEqual(['个人住房公积金缴存贷款等信息查询'])
  })

  it('puts what matches as written above what only nearly does', () => {
    const { hits, by } = engine.search('偿还住房公积金贷款')
    expect(by).toBe('hanzi')
    expect(heads[hits[0]!.index]!.name).toBe('偿还住房公积金贷款提取')
    expect(hits[0]!.score).toBeGreaterThan(100)
    for (const hit of hits.slice(1)) expect(hit.score).toBeLessThan(30)
  })

  it('gives everything for an empty query and nothing for signs alone', () => {
    const all = engine.search('  ', { limit: 3 })
    expect([all.by, all.total, all.hits.map((hit) => hit.index)]).toEqual(['all', heads.length, [0, 1, 2]])
    expect(engine.search('，。').total).toBe(0)
  })

  it('counts only what passes the filter, and cuts at the limit', () => {
    const filter = (index: number) => heads[index]!.name.includes('变更')
    const filtered = engine.search('许可', { filter, limit: 1 })
    expect(filtered.hits).toHaveLength(1)
    expect(filtered.total).toBe(
      heads.filter(({ name }) => name.includes('许可') && name.includes('变更')).length,
    )
    expect(engine.search('', { filter }).total).toBe(heads.filter((_head, i) => filter(i)).length)
  })

  it('survives a pasted page', () => {
    for (const page of ['nan', '许可证', 'a b '].map((part) => part.repeat(4000)))
      expect(engine.search(page, { limit: 5 }).hits.length).toBeLessThanOrEqual(5)
  })
})

describe.each([
  ['county', createSearch],
  ['province', createProvinceSearch],
] as const)('letters before a hanzi, in the %s engine', (_name, create) => {
  const names = ['校长任职资格核准', '延长探矿权期限', '道路运输经营许可']
  const readings = ['xiao zhang ren zhi zi ge he zhun', 'yan chang tan kuang quan qi xian']
  readings.push('dao lu yun shu jing ying xu ke')
  const all = names.map((name, i) => ({ code: `p${i}`, name, department: '', pinyin: readings[i]! }))
  const engine = create(all, [])
  const found = (query: string) => engine.search(query).hits.map((hit) => names[hit.index])

  it('find it in whichever way it is read there', () => {
    expect(found('xiao长')).toEqual([names[0]])
    expect(found('y长')).toEqual([names[1]])
    expect(found('x长r')).toEqual([names[0]])
  })

  it('find the name though the hanzi before the letters is wrong', () => {
    expect(engine.search('到luyunshu').by).toBe('typo')
    expect(found('到luyunshu')).toEqual([names[2]])
  })
})

describe('an index that came from elsewhere', () => {
  it('is refused when it is not of these items', () => {
    const buffer = packProvinceIndex(heads, departments)
    const size = heads.length
    expect(openProvinceSearch(buffer, size, departments).search('sgxk').total).toBeGreaterThan(0)
    for (const wrong of [buffer.slice(0, 20), buffer.slice(0, buffer.byteLength - 4), new ArrayBuffer(0)])
      expect(() => openProvinceSearch(wrong, size, departments)).toThrow(RangeError)
    expect(() => openProvinceSearch(buffer, size - 1, departments)).toThrow(RangeError)
  })
})

it('finds by its characters a name whose readings are missing or do not fit', () => {
  const odd = [
    { code: 'x1', name: '护照申领', department: 'none', pinyin: '' },
    { code: 'x2', name: '港澳通行证', department: 'none', pinyin: 'gang ao' },
    { code: 'x3', name: '3D打印', department: 'none', pinyin: 'da yin' },
    { code: 'x4', name: '3D打印', department: 'none', pinyin: '3 d da yin' },
  ]
  const engine = createSearch(odd, [])
  const found = (query: string) => engine.search(query).hits.map((hit) => hit.index)
  expect(found('护照')).toEqual([0])
  expect(found('通行证')).toEqual([1])
  expect(found('gangao')).toEqual([1])
  expect(found('3d打印')).toEqual([2, 3])
  expect(found('3ddayin')).toEqual([2, 3])
  expect(found('dayin')).toEqual([2, 3])
})

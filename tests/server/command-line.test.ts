/** The options of `npm run admin`, `import` and `verify`, as words of a line. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOptions, WrongOption } from '../../src/server/cli/command-line.ts'

const OPTIONS = {
  key: { type: 'string', multiple: true },
  out: { type: 'string' },
  dry: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const read = (...line: string[]) => {
  const { values, positionals } = readOptions(OPTIONS, line)
  return { ...values, positionals: [...positionals] }
}

const refused = (...line: string[]): string => {
  try {
    read(...line)
  } catch (error) {
    if (error instanceof WrongOption) return error.said.en
    throw error
  }
  return 'taken'
}

describe('the options of a command line', () => {
  it('are read as Node reads them', () => {
    expect(read('a', '--key', 'k', '--out=o', 'b', '--dry')).toEqual({
      key: ['k'],
      out: 'o',
      dry: true,
      positionals: ['a', 'b'],
    })
    expect(read('-h')).toEqual({ help: true, positionals: [] })
    expect(read('--dry', '--', '--key')).toEqual({ dry: true, positionals: ['--key'] })
    expect(read('--out=')).toEqual({ out: '', positionals: [] })
  })

  it('take any id in base64url as a value, wherever its hyphens are', () => {
    const id = fc.stringMatching(/^[-\w]{1,43}$/).filter((word) => !/^--(key|out|dry|help)$/.test(word))
    fc.assert(
      fc.property(fc.array(id, { maxLength: 4 }), id, (keys, out) => {
        const line = [...keys.flatMap((key) => ['--key', key]), 'file', '--out', out]
        expect(read(...line)).toEqual({
          ...(keys[0] !== undefined && { key: keys }),
          out,
          positionals: ['file'],
        })
      }),
    )
  })

  it.each([
    [['--nothing'], 'There is no option --nothing.'],
    [['--nothing=1'], 'There is no option --nothing.'],
    [['-x'], 'There is no option -x.'],
    [['--constructor'], 'There is no option --constructor.'],
    [['--key'], '--key needs a value after it.'],
    [['--key', '--out', 'o'], '--key needs a value after it.'],
    [['--key', '--out=o'], '--key needs a value after it.'],
    [['--dry=yes'], '--dry takes no value.'],
  ])('%j: %s', (line, sentence) => {
    expect(refused(...line)).toBe(sentence)
  })
})

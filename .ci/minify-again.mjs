// Terser after Vite's own minifier: together they are one in a hundred bytes smaller than either, a kilobyte and a half
// of what a citizen's phone downloads. Only what terser calls safe.
import { minify } from 'terser'

const OPTIONS = { module: true, ecma: 2020, compress: { passes: 3 } }

export function minifyAgain() {
  return {
    name: 'mingcha:minify-again',
    apply: 'build',
    enforce: 'post',
    // Another way of writing a file is another file.
    augmentChunkHash: () => JSON.stringify(OPTIONS),
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk') file.code = (await minify(file.code, OPTIONS)).code
      },
    },
  }
}

// What these files hold is nearly all called as soon as it is there. A browser that reads the hint (V8's explicit compile
// hints) compiles it while it comes, beside the page's own thread, and not function by function while the first screen
// is put together; another one reads a comment.
const EAGER = /^assets\/(?:index|welcome|list)-[\w-]+\.js$/
const HINT = '//# allFunctionsCalledOnLoad\n'

export function compileHints() {
  return {
    name: 'mingcha:compile-hints',
    apply: 'build',
    enforce: 'post',
    // A file with the hint is another file.
    augmentChunkHash: ({ name }) => (EAGER.test(`assets/${name}-0.js`) ? HINT : undefined),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && EAGER.test(file.fileName)) file.code = HINT + file.code
      },
    },
  }
}

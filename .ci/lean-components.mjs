// Two things that the compiler of components writes for developers' tools and that every phone would carry: the name of
// each component's file, and scope ids of eight characters where four tell all components apart.
import { createHash } from 'node:crypto'

const taken = new Map()

/** The scope id of a component, the same in every build; two components never share one. */
export function scopeId(path) {
  const id = createHash('sha256')
    .update(path)
    .digest('base64url')
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 4)
  if ((taken.get(id) ?? path) !== path) throw new Error(`${path} and ${taken.get(id)} have the same scope id`)
  taken.set(id, path)
  return id
}

export function leanComponents() {
  return {
    name: 'mingcha:lean-components',
    enforce: 'post',
    apply: 'build',
    transform(code, id) {
      if (!/\.vue(?:$|\?)/.test(id) || id.includes('type=style')) return null
      return { code: code.replace(/\b__name: (["'])\w+\1,?/, ''), map: null }
    },
  }
}

/** `npm run bench -- NAME …`: runs one benchmark of this folder, or names them all. */
import { readdirSync } from 'node:fs'

const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts' && !file.includes('.part.'))
  .map((file) => file.replace(/\.ts$/, ''))
const [name, ...rest] = process.argv.slice(2)

if (name !== undefined && benches.includes(name)) {
  process.argv = [process.argv[0] ?? 'node', name, ...rest]
  await import(`./${name}.ts`)
} else {
  console.log(`usage: npm run bench -- ${benches.join(' | ')}`)
  process.exitCode = name === undefined ? 0 : 1
}

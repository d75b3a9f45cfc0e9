/**
 * The house's one-way imports are real: for every pair of layers, a probe file that imports the other layer is given
 * to the compiler under the layer's own configuration, as `npm run typecheck` would see it.
 */
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const LAYERS = {
  domain: { entry: 'catalogue/types', mayImport: [] },
  contract: { entry: 'errors', mayImport: ['domain'] },
  sync: { entry: 'types', mayImport: ['domain', 'contract'] },
  platform: { entry: 'db', mayImport: ['domain', 'contract', 'sync'] },
  sw: { entry: 'sw', mayImport: ['domain', 'contract', 'sync', 'platform'] },
  app: { entry: 'services', mayImport: ['domain', 'contract', 'sync'] },
  server: { entry: 'context', mayImport: ['domain', 'contract'] },
} as const
type Layer = keyof typeof LAYERS
const names = Object.keys(LAYERS) as Layer[]

/** "File is not listed within the file list of project": the import leaves the layer for one it does not reference. */
const NOT_LISTED = 6307

/** The layers whose import the compiler refuses to `layer`: one probe file imports them all. */
function refused(layer: Layer): Layer[] {
  const config = join(root, 'src', layer, 'tsconfig.json')
  const parsed = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    dirname(config),
    {},
    config,
  )
  const probe = join(root, 'src', layer, 'probe.ts')
  const source = names
    .filter((other) => other !== layer)
    .map((other) => `import '../${other}/${LAYERS[other].entry}.ts'\n`)
    .join('')
  const host = ts.createCompilerHost(parsed.options)
  const real = { ...host }
  host.fileExists = (path) => path === probe || real.fileExists(path)
  host.readFile = (path) => (path === probe ? source : real.readFile(path))
  host.getSourceFile = (path, version, ...rest) =>
    path === probe ? ts.createSourceFile(path, source, version) : real.getSourceFile(path, version, ...rest)
  const program = ts.createProgram({
    rootNames: [probe],
    options: parsed.options,
    host,
    ...(parsed.projectReferences && { projectReferences: parsed.projectReferences }),
  })
  const messages = [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics()]
    .filter(({ code }) => code === NOT_LISTED)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  return names.filter(
    (other) =>
      other !== layer &&
      messages.some((message) => message.includes(`/src/${other}/${LAYERS[other].entry}.ts`)),
  )
}

test.each(names)('%s imports only what lies below it', (layer) => {
  const allowed: readonly Layer[] = LAYERS[layer].mayImport
  expect(refused(layer).sort()).toEqual(
    names.filter((other) => other !== layer && !allowed.includes(other)).sort(),
  )
})

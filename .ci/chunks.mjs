// Few chunks, cut where people go. What the first screen needs stays with the entry; everything else is gathered by the
// part of the app that someone opens: a hundred small files compress a quarter worse than a handful.
// One-way like the layers they come from: features need shared, shared needs phone, phone needs rules.
const AREAS = [
  ['supervisor', /\/features\/inspections\/|\/platform\/supervisor\//],
  ['cases', /\/features\/(?:cases|ratings|mine)\//],
  ['board', /\/features\/board\//],
  ['settings', /\/features\/settings\//],
  ['qr', /\/ui\/QrCode\.vue|\/node_modules\/uqr\//],
  ['catalogue', /\/features\/catalogue\//],
  ['shared', /\/src\/app\/(?:ui|state)\//],
  ['phone', /\/src\/(?:platform|sync|contract)\/|\/node_modules\/(?:valibot|workbox-window)\//],
  ['rules', /\/src\/domain\/(?!catalogue\/search\/)/],
]
/** The two faces of the first screen; what they need comes in one file beside the entry. */
const FIRST_SCREEN = /\/features\/catalogue\/(?:ItemSearch|Welcome)\.vue$/
const MESSAGE = /\/paraglide\/messages\//
const areaOf = (id) => AREAS.find(([, test]) => test.test(id))?.[0] ?? null

export function chunks() {
  const entry = new Set()
  const screen = new Set()
  const messages = new Map()
  const chunkOf = (id) =>
    entry.has(id) ? 'entry' : screen.has(id) ? 'first-screen' : (messages.get(id) ?? areaOf(id))
  return {
    name: 'mingcha:chunks',
    apply: 'build',
    config: () => ({
      build: {
        rolldownOptions: {
          output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf }] } },
        },
      },
    }),
    buildEnd() {
      const walk = (id, into) => {
        if (entry.has(id) || into.has(id)) return
        into.add(id)
        this.getModuleInfo(id)?.importedIds.forEach((imported) => walk(imported, into))
      }
      const all = [...this.getModuleIds()]
      for (const id of all) if (this.getModuleInfo(id)?.isEntry) walk(id, entry)
      for (const id of all) if (FIRST_SCREEN.test(id)) walk(id, screen)
      // A message goes with the one part that says it, and where several do, with what they share.
      for (const id of all) {
        if (!MESSAGE.test(id)) continue
        const areas = new Set(this.getModuleInfo(id)?.importers.map(areaOf))
        messages.set(id, areas.size === 1 ? [...areas][0] : 'shared')
      }
    },
  }
}

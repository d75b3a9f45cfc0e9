// Few chunks, cut where people go: a hundred small files compress a quarter worse than a handful. What the first screen
// needs stays with the entry, its two faces stand beside it, and everything else is one file a kind of user.

/** A part of the app that is fetched at once when this module is asked for; it keeps what no part above it has. */
const PARTS = [
  // what both faces of the first screen draw stands with the entry, then each of them
  { name: 'entry', every: [/\/catalogue\/Welcome\.vue$/, /\/catalogue\/ItemSearch\.vue$/] },
  { name: 'welcome', every: [/\/catalogue\/Welcome\.vue$/] },
  // what is fetched as soon as the first screen stands, in one file; it brings nothing of the list along
  ...[
    /\/ui\/ErrorNote\.vue$/,
    /\/catalogue\/NoneFound\.vue$/,
    /\/app\/Banners\.vue$/,
    /\/catalogue\/DownloadProgress\.vue$/,
    /\/ui\/more-icons\.ts$/,
    /\/catalogue\/InstallHint\.vue$/,
  ].map((one) => ({ name: 'behind', every: [one] })),
  { name: 'list', every: [/\/catalogue\/ItemSearch\.vue$/] },
  // what asks the server for the regions: nothing else is needed before one is chosen
  { name: 'regions', every: [/\/platform\/regions\.ts$/] },
  // when nothing else came
  { name: 'failure', every: [/\/app\/StartFailure\.vue$/] },
  // looks for what is typed; the list stands before it is there
  { name: 'search', every: [/\/platform\/searcher\.ts$/] },
  // asks the worker of a catalogue of more than eight thousand items
  { name: 'province', every: [/\/platform\/province-searcher\.ts$/] },
]
const SUPERVISOR = /\/features\/inspections\/|\/platform\/supervisor\//
/** Storing, sending and updating: busy behind every screen, from the first one on. With it what the tools add. */
const PHONE = /\/src\/(?:platform|sync|contract|domain)\/|\/node_modules\/|^\0/
/** Does nothing without a network (published cases, a look-up by code, asking to be told), so no phone need store it before it is opened. */
const OPENED =
  /\/features\/(?:published\/PublishedCases|cases\/Lookup)\.vue$|\/ui\/PushSwitch\.vue$|\/platform\/(?:published-cases|push)\.ts$/
/** The staff's screens and their line to the server. */
const DESK = /\/features\/desk\/|\/platform\/desk\.ts$/

export function chunks() {
  const cut = new Map()
  return {
    name: 'mingcha:chunks',
    apply: 'build',
    config: () => ({
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              includeDependenciesRecursively: false,
              groups: [{ name: (id) => cut.get(id) ?? null }],
            },
          },
        },
      },
    }),
    buildEnd() {
      const all = [...this.getModuleIds()]
      const info = (id) => this.getModuleInfo(id)
      /** Everything that comes with these modules; `follow` says which dynamic imports of a module count. */
      const reach = (roots, follow = () => []) => {
        const into = new Set()
        const walk = (id) => {
          if (into.has(id) || !info(id)) return
          into.add(id)
          info(id).importedIds.forEach(walk)
          follow(id).forEach(walk)
        }
        roots.forEach(walk)
        return into
      }
      const give = (ids, name) => {
        for (const id of ids) if (!cut.has(id)) cut.set(id, name)
      }
      const entries = all.filter((id) => info(id).isEntry)
      give(reach(entries), 'entry')
      for (const { name, every } of PARTS) {
        const [first, ...more] = every.map((test) => reach(all.filter((id) => test.test(id))))
        give(
          [...first].filter((id) => more.every((others) => others.has(id))),
          name,
        )
      }
      /** What is reached without ever entering these parts. */
      const without = (...parts) =>
        reach(entries, (id) =>
          info(id).dynamicallyImportedIds.filter((to) => !parts.some((part) => part.test(to))),
        )
      const citizens = without(DESK, SUPERVISOR, OPENED)
      const supervisors = without(DESK, OPENED)
      const staff = without(SUPERVISOR, OPENED)
      const opened = reach(all.filter((id) => OPENED.test(id)))
      for (const id of all) {
        if (cut.has(id)) continue
        // What those screens share with the supervisors' or the staff's must not bring either along.
        const shared = opened.has(id) && (supervisors.has(id) || staff.has(id))
        if (opened.has(id) && !citizens.has(id) && !shared) cut.set(id, 'opened')
        else if (citizens.has(id) || shared) cut.set(id, PHONE.test(id) ? 'phone' : 'citizen')
        else if (!staff.has(id)) cut.set(id, 'supervisor')
        // what supervisors and staff share, and no citizen needs
        else cut.set(id, supervisors.has(id) ? 'inspection' : 'desk')
      }
    },
    /** Two files that wait for each other start in an order nobody chose, and one finds the other empty. */
    generateBundle(_, bundle) {
      const open = []
      const done = new Set()
      const visit = (file) => {
        if (open.includes(file)) this.error(`files import each other: ${[...open, file].join(' > ')}`)
        if (done.has(file)) return
        open.push(file)
        bundle[file]?.imports?.forEach(visit)
        open.pop()
        done.add(file)
      }
      Object.keys(bundle).forEach(visit)
    },
  }
}

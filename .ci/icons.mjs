// Draws the app's icons from its mark, the eight-segment ring, and writes them to public/. Run it after changing the
// mark; what it writes is committed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const PUBLIC = join(dirname(fileURLToPath(import.meta.url)), '../public')
const [GROUND, ACT, SEAL] = ['#f6f3eb', '#14595f', '#b3321f']
const GAP = 4

/** Seven segments filled and one open, as in `src/app/ui/ring-arc.ts`, around the centre of a square of side 100. */
function ring(radius, { act = ACT, seal = SEAL } = {}) {
  const at = (degrees) => {
    const angle = ((degrees - 90) * Math.PI) / 180
    return `${(50 + radius * Math.cos(angle)).toFixed(2)} ${(50 + radius * Math.sin(angle)).toFixed(2)}`
  }
  const arc = (i) => `M${at(i * 45 + GAP)}A${radius} ${radius} 0 0 1 ${at(i * 45 + 45 - GAP)}`
  const width = radius * 0.36
  return (
    `<path d="${[0, 1, 2, 3, 4, 5, 6].map(arc).join('')}" fill="none" stroke="${act}" stroke-width="${width}"/>` +
    `<path d="${arc(7)}" fill="none" stroke="${seal}" stroke-width="${width * 0.34}" stroke-dasharray="${width * 0.3} ${width * 0.3}"/>`
  )
}
const svg = (inside, ground = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${ground}${inside}</svg>`
const square = `<rect width="100" height="100" fill="${GROUND}"/>`
const rounded = `<rect width="100" height="100" rx="22" fill="${GROUND}"/>`

mkdirSync(join(PUBLIC, 'icons'), { recursive: true })
const write = (name, text) => writeFileSync(join(PUBLIC, name), `${text}\n`)
const png = (name, source, size) =>
  sharp(Buffer.from(source), { density: (72 * size) / 100 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(join(PUBLIC, 'icons', name))

write(
  'favicon.svg',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><style>.a{stroke:${ACT}}.s{stroke:${SEAL}}@media (prefers-color-scheme:dark){.a{stroke:#7fc4bf}.s{stroke:#f08a70}}</style>${ring(
    38,
  )
    .replace(`stroke="${ACT}"`, 'class="a"')
    .replace(`stroke="${SEAL}"`, 'class="s"')}</svg>`,
)
write('icons/monochrome.svg', svg(ring(34, { act: '#000', seal: '#000' })))
await Promise.all([
  png('icon-192.png', svg(ring(34), rounded), 192),
  png('icon-512.png', svg(ring(34), rounded), 512),
  // A launcher may cut a maskable icon down to a circle of 80 %: the ring stays within it.
  png('maskable-192.png', svg(ring(27), square), 192),
  png('maskable-512.png', svg(ring(27), square), 512),
  png('apple-touch-icon.png', svg(ring(33), square), 180),
])

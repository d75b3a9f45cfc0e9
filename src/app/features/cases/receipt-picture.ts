import { handOver } from '../../ui/hand-over.ts'

/** What stands on the picture of a receipt; already in the user's language. */
export interface ReceiptPicture {
  app: string
  heading: string
  number: string
  codeLabel: string
  /** the receipt code in its groups of four */
  code: readonly string[]
  codeHint: string
  title: string
  summary: string
  filed: string
}

const WIDTH = 1080
const MARGIN = 96
const SANS = 'system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif'
const SERIF = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", serif'
const MONO = 'ui-monospace, "SF Mono", "Roboto Mono", monospace'
/** Always on paper, whatever the theme: the picture may be printed. */
const INK = '#1b2326'
const INK_2 = '#525c5e'
const SEAL = '#b3321f'

/** The text in lines no wider than `width`, broken between any two characters as Chinese is, words kept together. */
function lines(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const pieces = text.match(/[\w.,'()-]+\s?|[^\w]/gu) ?? []
  const broken: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line && context.measureText(line + piece).width > width) {
      broken.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line) broken.push(line)
  return broken
}

/** Draws the receipt and tells how tall it is; called once to measure and once to keep. */
function draw(context: CanvasRenderingContext2D, picture: ReceiptPicture, height: number): number {
  const inner = WIDTH - 2 * MARGIN
  context.fillStyle = '#fffdf8'
  context.fillRect(0, 0, WIDTH, height)
  let y = 120

  const write = (text: string, font: string, colour: string, step: number, centred = false): void => {
    context.font = font
    context.fillStyle = colour
    context.textAlign = centred ? 'center' : 'left'
    for (const line of lines(context, text, inner)) {
      context.fillText(line, centred ? WIDTH / 2 : MARGIN, y)
      y += step
    }
  }
  const rule = (): void => {
    y += 10
    context.strokeStyle = '#ddd6c5'
    context.lineWidth = 5
    context.setLineDash([18, 14])
    context.beginPath()
    context.moveTo(0, y)
    context.lineTo(WIDTH, y)
    context.stroke()
    y += 78
  }

  write(picture.app, `700 56px ${SERIF}`, SEAL, 84)
  write(picture.heading, `400 36px ${SANS}`, INK_2, 56)
  write(picture.number, `700 48px ${SANS}`, INK, 60)
  rule()
  write(picture.codeLabel, `400 36px ${SANS}`, INK_2, 112, true)
  for (let i = 0; i < picture.code.length; i += 2)
    write(picture.code.slice(i, i + 2).join('-'), `700 104px ${MONO}`, INK, 130, true)
  y -= 26
  write(picture.codeHint, `400 36px ${SANS}`, INK_2, 54, true)
  rule()
  write(picture.title, `600 44px ${SANS}`, INK, 64)
  write(picture.summary, `400 36px ${SANS}`, INK_2, 54)
  write(picture.filed, `400 36px ${SANS}`, INK_2, 54)
  return y + 50
}

/** The receipt as a PNG. Throws where the browser has no canvas. */
export async function drawReceipt(picture: ReceiptPicture): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = 10
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  canvas.height = Math.ceil(draw(context, picture, 10))
  draw(context, picture, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('no picture')
  return blob
}

/** Draws the receipt and hands it over as `<number>.png`. */
export async function saveReceiptPicture(picture: ReceiptPicture): Promise<void> {
  const blob = await drawReceipt(picture)
  await handOver(new File([blob], `${picture.number || 'receipt'}.png`, { type: 'image/png' }))
}

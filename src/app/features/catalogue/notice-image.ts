/** Draws a notice as a picture on paper, whatever the theme: it is meant to be kept and shown. */
import type { OneTimeNotice } from '#domain/cases/types'
import { m } from '../../i18n/index.ts'
import { materialLine } from '../../state/material-words.ts'
import { madeOn } from './notice-text.ts'

const WIDTH = 750
const MARGIN = 48
const PAPER = '#fffdf8'
const INK = '#1b2326'
const GREY = '#525c5e'
const SEAL = '#b3321f'
const LINE = '#ddd6c5'

interface Line {
  text: string
  font: string
  colour: string
  /** distance to the next baseline */
  step: number
  indent?: number
  box?: 'open' | 'ticked'
}

/** Breaks at any character, as Chinese is set, but not before a closing mark, behind an opening one, or in a Latin word. */
function wrap(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/[（《“]*(?:[A-Za-z0-9.-]+|[^\n])[，。；：、！？）》”]*|\n/gu) ?? []) {
    if (piece === '\n' || (line !== '' && context.measureText(line + piece).width > width)) {
      lines.push(line)
      line = piece === '\n' ? '' : piece
    } else line += piece
  }
  return [...lines, line]
}

function compose(
  context: CanvasRenderingContext2D,
  notice: OneTimeNotice,
  ticked: readonly number[],
  region: string,
): Line[] {
  const serif = '"Songti SC", "Noto Serif CJK SC", serif'
  const sans = 'system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif'
  const set = (text: string, line: Omit<Line, 'text'>): Line[] => {
    context.font = line.font
    return wrap(context, text, WIDTH - 2 * MARGIN - (line.indent ?? 0)).map((part, i) => ({
      ...line,
      text: part,
      ...(i > 0 && line.box ? { box: undefined } : {}),
    })) as Line[]
  }
  const meta = { font: `24px ${sans}`, colour: GREY, step: 36 }
  return [
    ...set(m.catalogue_notice_title(), { font: `700 30px ${serif}`, colour: SEAL, step: 58 }),
    ...set(notice.itemName, { font: `700 40px ${serif}`, colour: INK, step: 56 }),
    ...set(`${notice.department} · ${madeOn(notice)}`, { ...meta, step: 56 }),
    ...(notice.materials.length > 0
      ? notice.materials.flatMap((material, i) =>
          set(materialLine(material), {
            font: `30px ${sans}`,
            colour: INK,
            step: 46,
            indent: 48,
            box: ticked.includes(i) ? 'ticked' : 'open',
          }),
        )
      : set(m.catalogue_notice_none(), { font: `30px ${sans}`, colour: INK, step: 46 })),
    ...set(m.catalogue_notice_evidence(), { ...meta, step: 36 }),
    ...set(m.catalogue_notice_source({ region, version: notice.catalogueVersion }), meta),
  ]
}

/** The notice as a PNG file. */
export async function noticeImage(
  notice: OneTimeNotice,
  ticked: readonly number[],
  region: string,
): Promise<File> {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const lines = compose(context, notice, ticked, region)
  canvas.width = WIDTH
  canvas.height = lines.reduce((height, line) => height + line.step, MARGIN * 2 + 8)
  context.fillStyle = PAPER
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.strokeStyle = LINE
  context.strokeRect(12.5, 12.5, WIDTH - 25, canvas.height - 25)
  let y = MARGIN + 30
  for (const line of lines) {
    const x = MARGIN + (line.indent ?? 0)
    context.font = line.font
    context.fillStyle = line.colour
    context.fillText(line.text, x, y)
    if (line.box) {
      context.lineWidth = 2
      context.strokeStyle = INK
      context.strokeRect(MARGIN, y - 25, 28, 28)
      if (line.box === 'ticked') {
        context.beginPath()
        context.moveTo(MARGIN + 5, y - 12)
        context.lineTo(MARGIN + 12, y - 4)
        context.lineTo(MARGIN + 24, y - 20)
        context.lineWidth = 4
        context.stroke()
      }
    }
    y += line.step
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('no picture')
  return new File([blob], `${notice.itemName.slice(0, 40)}.png`, { type: 'image/png' })
}

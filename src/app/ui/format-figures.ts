/** Shares and sizes as both languages write them. */
import { formatDecimal, formatNumber } from './format.ts'

/** 0.614 → 61.4% */
export function formatPercent(share: number, digits = 1): string {
  return `${formatDecimal(share * 100, digits)}%`
}

/** 148 kB, 1.2 MB, 10.7 GB; thousands, as browsers and shops count them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes)} B`
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`
  if (bytes < 1_000_000_000) return `${formatDecimal(bytes / 1_000_000, 1)} MB`
  return `${formatDecimal(bytes / 1_000_000_000, 1)} GB`
}

/** What a text gives away about a person. Enough to warn before sending; nothing is changed or blocked by it. */

export type PersonalData = 'phone' | 'idNumber'

/** Weights and check symbols of the citizen number, GB 11643-1999. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** Runs of digits (and a final X), as people write them: with spaces or hyphens between groups. */
const RUNS = /\d(?:[ -]?\d){9,18}[ -]?[Xx]?/g

function isCitizenNumber(digits: string): boolean {
  if (!/^[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(digits))
    return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return CHECKS[sum % 11] === digits[17]
}

/** What a run of digits as written is, if it is something personal. */
function kindOf(run: string): PersonalData | undefined {
  const digits = run.replace(/[ -]/g, '').toUpperCase()
  if (/^(?:86)?1[3-9]\d{9}$/.test(digits)) return 'phone'
  return isCitizenNumber(digits) ? 'idNumber' : undefined
}

/** Which kinds of personal data stand in the text: a mobile number, a valid citizen number. Each once. */
export function personalData(text: string): PersonalData[] {
  const found = new Set<PersonalData>()
  for (const [run] of text.matchAll(RUNS)) {
    const kind = kindOf(run)
    if (kind) found.add(kind)
  }
  return [...found]
}

/** The text with every such number struck out: what is proposed where it is to be published. A person reads it after. */
export function withoutPersonalData(text: string): string {
  return text.replace(RUNS, (run) => (kindOf(run) ? `＊＊＊${/[ -]$/.exec(run)?.[0] ?? ''}` : run))
}

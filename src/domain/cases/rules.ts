/** How long each step of a case may take. Apart from the clock, so that a screen can say a period without a calendar. */

/** Periods in workdays, but for `reopenWindowDays`, which counts calendar days. */
export interface RuleSet {
  /** from filing to the decision to take the case in */
  accept: number
  enquiry: number
  suggestion: number
  complaint: number
  disclosureReport: number
  /** from a poor rating with a contact to the call back */
  poorRatingFollowUp: number
  /** how long after the answer the citizen may ask for a second look */
  reopenWindowDays: number
}
export type Period = Exclude<keyof RuleSet, 'reopenWindowDays'>

/** What a region starts with; its own rule set is stored beside its data and replaces this one. */
export const RULES: Readonly<RuleSet> = {
  accept: 1,
  enquiry: 3,
  suggestion: 10,
  complaint: 10,
  disclosureReport: 5,
  poorRatingFollowUp: 5,
  reopenWindowDays: 7,
}

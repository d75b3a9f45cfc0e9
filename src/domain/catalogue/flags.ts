/** Why something of an item was not understood at import; the app words them, the item keeps the text. */
export type FlagReason =
  /** a limit in words that are not one whole number of workdays or days */
  | 'limitNotUnderstood'
  /** one limit given without saying whether the law or the office set it */
  | 'limitUnlabelled'
  /** two columns disagree about the same limit; the limit's own column was taken */
  | 'limitContradicts'
  /** the source had no code; a stable one was made from department and name */
  | 'codeDerived'
  /** the cell was a formula without a stored value; formulas are never evaluated */
  | 'formula'
  /** the cell held an error such as #REF! */
  | 'cellError'
  /** the cell held HTML; its text was taken */
  | 'html'
  /** the spreadsheet turned the cell into a date */
  | 'dateCell'
  /** a word for a way of handling, an applicant or a kind of handling that we do not know */
  | 'wordUnknown'
  /** a number was expected */
  | 'notANumber'
  /** an address of the web that is none */
  | 'badUrl'
  /** the source says that a fee is charged, and not how much */
  | 'feeWithoutStandard'
  /** the row ended before the last column */
  | 'shortRow'

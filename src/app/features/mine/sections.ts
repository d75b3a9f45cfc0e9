import type { FiledRecord } from '#sync/services'

export interface Sections {
  /** refused: what its owner has to look at, whatever it is */
  attention: FiledRecord[]
  cases: FiledRecord[]
  ratings: FiledRecord[]
  /** steps on cases and ratings that have not arrived */
  steps: FiledRecord[]
}

const refused = (record: FiledRecord): boolean => record.entry?.state === 'needsAttention'

/**
 * What was filed from this phone, by what it is. Inspections stand on the supervisor's own screens: nothing here may
 * tell a bystander that the phone belongs to one, except that something of his was refused.
 */
export function sectionsOf(records: readonly FiledRecord[]): Sections {
  const rest = records.filter((record) => !refused(record))
  return {
    attention: records.filter(refused),
    cases: rest.filter((record) => record.type === 'case.submit'),
    ratings: rest.filter((record) => record.type === 'rating.submit'),
    steps: rest.filter(
      ({ type, delivered }) => (type === 'case.act' || type === 'rating.remedy') && !delivered,
    ),
  }
}

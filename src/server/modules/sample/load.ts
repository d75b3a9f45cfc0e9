/** 示例区 on first start. */
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { publishCatalogue } from '../catalogue/publish.ts'
import { SAMPLE_REGION, sampleCatalogue } from './catalogue.ts'

/** Loads the sample district where it is not there yet: its catalogue now, its past as if it had happened. */
export async function loadSample(context: Context): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from regions where code = ${SAMPLE_REGION.code} and version > 0) as there`.execute(
    context.db,
  )
  if (rows[0]?.there) return
  await publishCatalogue(context, sampleCatalogue())
}

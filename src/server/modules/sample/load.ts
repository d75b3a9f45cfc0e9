/** 示例区 on first start: its catalogue, and its past as if it had happened, through the same services as real work. */
import type { Context } from '../../context.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { publishCatalogue } from '../catalogue/publish.ts'
import { playCase, SAMPLE_CASES, type SampleCase } from './cases.ts'
import { SAMPLE_REGION, sampleCatalogue } from './catalogue.ts'
import { playInspections } from './inspections.ts'
import { together } from './operations.ts'
import { sampleDevices } from './people.ts'
import { publishSampleCases } from './published-cases.ts'
import { publishSampleNotices } from './public-notices.ts'
import { playRating, rateAnswer, SAMPLE_RATINGS } from './ratings.ts'
import { playRevisits } from './revisits.ts'

/** Loads the sample district unless it is there. A load that was cut short counts as loaded: what is there is usable. */
export async function loadSample(context: Context): Promise<void> {
  const { version } = (await loadCatalogue(context, SAMPLE_REGION.code)) ?? { version: 0 }
  if (version > 0) return
  await publishCatalogue(context, sampleCatalogue())
  const catalogue = await loadCatalogue(context, SAMPLE_REGION.code)
  if (!catalogue) throw new Error('the sample district was published and is not there')

  const told: SampleCase[] = []
  const cases = Array.from({ length: SAMPLE_CASES }, (_, i) => async () => {
    told.push(await playCase(context, catalogue, i))
  })
  const ratings = Array.from({ length: SAMPLE_RATINGS }, (_, i) => () => playRating(context, catalogue, i))
  const since = new Date(context.now().getTime() - 160 * 86_400_000)
  const devices = await sampleDevices(context, since)
  const heads: Awaited<ReturnType<typeof playInspections>>[] = []
  const inspections = devices.map((device, i) => async () => {
    heads[i] = await playInspections(context, catalogue, device, i)
  })
  await together([...inspections, ...cases, ...ratings])
  await together(told.map((one, i) => () => rateAnswer(context, catalogue, one, i)))
  await playRevisits(context, catalogue, devices, heads)
  await publishSampleNotices(context)
  await publishSampleCases(context)
}

/** 通报 of the sample district: two published, one being written. */
import type { Context } from '../../context.ts'
import { createNotice, publishNotice } from '../public-notices/service.ts'
import { SAMPLE_REGION } from './catalogue.ts'

const NOTICES = [
  {
    daysAgo: 62,
    published: true,
    title: '关于窗口公示与在岗情况明查暗访的通报（示例）',
    text: `近期，社会监督员对示例区三处政务服务大厅开展了明查暗访。经核实，现将有关情况通报如下。

一、主要问题
个别窗口公示的承诺时限、收费标准与目录不一致；个别窗口空岗未摆牌、未写明去处；少数工作人员未一次性告知所缺材料。

二、处理情况
已向有关单位发出整改通知，限期更换公示栏、落实AB岗，并按三项制度扣减年度绩效分。

三、工作要求
各单位要对照目录逐项核对上墙内容，严格落实首问负责、限时办结、责任追究制度。复查情况另行通报。`,
  },
  {
    daysAgo: 9,
    published: true,
    title: '关于清河镇便民服务中心整改复查情况的通报（示例）',
    text: `对清河镇便民服务中心的整改已组织复查。公示栏已按目录重新制作，一次性告知单已更换新版，窗口人员能够说明材料依据。

仍需改进：逢集日中午窗口排队较长，请增设临时窗口。`,
  },
  {
    daysAgo: 1,
    published: false,
    title: '关于清单以外要求提供材料问题的通报（草稿，示例）',
    text: `经核实，部分窗口仍要求群众提供目录以外的证明材料。

（拟稿中：待核实情况汇总后发布。）`,
  },
]

export async function publishSampleNotices(context: Context): Promise<void> {
  for (const { daysAgo, published, ...content } of NOTICES) {
    const now = new Date(context.now().getTime() - daysAgo * 86_400_000)
    await context.db.transaction().execute(async (db) => {
      const id = await createNotice(db, SAMPLE_REGION.code, { ...content, inspections: [] }, { now })
      if (published) await publishNotice(db, SAMPLE_REGION.code, { id, revision: 1 }, now)
    })
  }
}

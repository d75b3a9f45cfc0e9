/** What `npm run admin` says: Chinese, or English where the terminal's language is. */
import type { Language } from './import-messages.ts'

type Both = Readonly<Record<Language, string>>

export const USAGE: Both = {
  zh: `用法：npm run admin -- 命令 [选项]
  appoint --region 区划代码 --name 姓名 [--employer 部门编号]
                             聘任监督员，打印一次性登记码（14 天内有效，只能用一次）
  code --supervisor 编号     给监督员重新发码（换了手机时用）；没用过的旧码作废
  revoke --supervisor 编号   解聘监督员；此后不再接收其记录
  create-region --region 区划代码 --name 名称 [--level city|county|town]
                             新建还没有目录的区划，再为它建管理办账号，就能在网页上导入第一版目录
  create-staff --region 区划代码 --login 登录名 --name 姓名 --role office|unit|auditor [--head] [--department 部门编号] [--password-stdin]
                             新建工作人员；不给密码时随机生成，只显示这一次
  publish --region 区划代码  按本版本的规则重新生成并发布目录文件
  export-evidence --region 区划代码 --out 文件.json [--with-photos]
                             导出暗访证据，任何人可用 npm run verify 核验
  rotate-evidence-key        更换服务器签收件回执和导出文件的密钥；旧密钥的私钥随即销毁，公钥继续公布
  open311-key --region 区划代码 --name 名称
                             给 Open311 客户端发密钥（只显示这一次），用来提交诉求
  recompute --region 区划代码 [--from 网址]
                             只用公开数据重算监督台，与公布的逐项核对；有出入时退出码为 1
  import-unsent --file 文件.mingcha [--revoked]
                             收入手机导出的未送达内容；口令取自 MINGCHA_PASSPHRASE，否则当场询问。
                             已解聘监督员在解聘之前封存的，加 --revoked 才收
  list                       列出区划、监督员和工作人员
退出码：0 完成；1 没有做成；2 参数有误；3 数据库用不了`,
  en: `Usage: npm run admin -- COMMAND [options]
  appoint --region CODE --name NAME [--employer DEPARTMENT_ID]
                             appoint a supervisor; prints a one-time code (14 days, used once)
  code --supervisor ID       a new code for a supervisor (another phone); unused old ones lose their force
  revoke --supervisor ID     end an appointment; nothing of theirs is taken in from then on
  create-region --region CODE --name NAME [--level city|county|town]
                             a region without a catalogue: its office can then import the first one in the browser
  create-staff --region CODE --login LOGIN --name NAME --role office|unit|auditor [--head] [--department ID] [--password-stdin]
                             create a member of staff; without a password one is made and shown this once
  publish --region CODE      make and publish the catalogue's files anew by this version's rules
  export-evidence --region CODE --out FILE [--with-photos]
                             export sealed inspections; anyone can check them with npm run verify
  rotate-evidence-key        a new key for receipts and exports; the old private half is destroyed, the public one stays published
  open311-key --region CODE --name NAME
                             a key with which an Open311 client may file (shown this once)
  recompute --region CODE [--from URL]
                             compute the board anew from the open data alone and compare; exit 1 when they differ
  import-unsent --file FILE.mingcha [--revoked]
                             take in what a phone exported unsent; the passphrase comes from MINGCHA_PASSPHRASE or is asked for.
                             What a supervisor sealed before their appointment ended is taken in with --revoked alone
  list                       regions, supervisors and staff
Exit code: 0 done; 1 not done; 2 wrong arguments; 3 no database`,
}

export const SAYS = {
  askPassphrase: { zh: '导出文件的口令：', en: 'Passphrase of the file: ' },
  notRead: (path: string): Both => ({ zh: `读不到文件 ${path}。`, en: `The file ${path} cannot be read.` }),
  wrongPassphrase: {
    zh: '口令不对，或文件被改动过。请向导出的人核对口令。',
    en: 'The passphrase is wrong, or the file was changed. Check it with whoever exported it.',
  },
  noExport: { zh: '这不是明察导出的文件。', en: 'This is no file exported by Mingcha.' },
  unsentTaken: (applied: number, duplicate: number, photos: number, drafts: number): Both => ({
    zh: `新收入 ${applied} 条，此前已收到 ${duplicate} 条，新照片 ${photos} 张${drafts > 0 ? `；另有草稿 ${drafts} 份，未提交，不收` : ''}。`,
    en: `Taken in: ${applied} new, ${duplicate} that had arrived before, ${photos} new photos${drafts > 0 ? `; ${drafts} drafts left alone, they were not filed` : ''}.`,
  }),
  unsentRefused: (id: string, code: string, message: string): Both => ({
    zh: `  未收：${id}（${code}）${message}`,
    en: `  Refused: ${id} (${code}) ${message}`,
  }),
  unsentRevoked: (id: string, admitted: boolean): Both => ({
    zh: admitted
      ? `  未收：${id}，它是解聘之后才封存的。`
      : `  未收：${id}，封存它的监督员已解聘。解聘之前封存的，加 --revoked 可收入。`,
    en: admitted
      ? `  Refused: ${id} was sealed after the appointment had ended.`
      : `  Refused: ${id}: its supervisor's appointment has ended. With --revoked, what was sealed before that is taken in.`,
  }),
  open311Key: (key: string): Both => ({
    zh: `Open311 密钥（只显示这一次）：${key}`,
    en: `Open311 key (shown this once): ${key}`,
  }),
  recomputed: (region: string, figures: number, different: number): Both => ({
    zh:
      different === 0
        ? `${region}：用公开数据重算了 ${figures} 个数，与监督台公布的完全一致。`
        : `${region}：重算的 ${figures} 个数里有 ${different} 个与公布的不一致：`,
    en:
      different === 0
        ? `${region}: ${figures} figures computed anew from the open data; all agree with the published board.`
        : `${region}: of ${figures} figures computed anew, ${different} differ from the published board:`,
  }),
  unknownCommand: (name: string): Both => ({
    zh: `没有“${name}”这个命令。`,
    en: `There is no command “${name}”.`,
  }),
  noCommand: { zh: '请给出一个命令。', en: 'Name a command.' },
  needs: (option: string): Both => ({ zh: `请用 --${option} 给出内容。`, en: `Give --${option}.` }),
  notTaken: (option: string): Both => ({
    zh: `这个命令没有 --${option} 选项。`,
    en: `This command takes no --${option}.`,
  }),
  role: {
    zh: '--role 只能是 office（管理办）、unit（承办单位）或 auditor（监察）。',
    en: '--role must be office, unit or auditor.',
  },
  headOfOffice: {
    zh: '--head（负责人）只用于 --role office。',
    en: '--head goes with --role office only.',
  },
  unitNeedsDepartment: {
    zh: '承办单位的人员要用 --department 给出部门编号。',
    en: 'Staff of a unit need --department.',
  },
  badId: {
    zh: '这不是监督员编号，编号可用 list 命令查看。',
    en: 'This is not the id of a supervisor: see the command list.',
  },
  unknownRegion: (code: string): Both => ({
    zh: `没有区划 ${code}。先用 create-region 新建，或用 npm run import 导入它的目录。`,
    en: `There is no region ${code}. Make it (create-region), or import its catalogue (npm run import).`,
  }),
  badRegion: {
    zh: '区划代码要有 2 到 32 个字母、数字或连字符。',
    en: 'A region code has 2 to 32 letters, digits or hyphens.',
  },
  badLevel: {
    zh: '--level 只能是 city（市）、county（县）或 town（乡镇）。',
    en: '--level must be city, county or town.',
  },
  regionTaken: (code: string): Both => ({
    zh: `区划 ${code} 已经有了。`,
    en: `There is a region ${code} already.`,
  }),
  regionMade: (code: string, name: string): Both => ({
    zh: `已新建区划 ${code} ${name}，还没有目录。接着用 create-staff 建管理办账号，登录 /desk 导入第一版。`,
    en: `Created the region ${code} ${name}, without a catalogue. Create an office account next; it imports the first one at /desk.`,
  }),
  unpublished: { zh: '还没有目录', en: 'no catalogue yet' },
  unknownDepartment: (id: string): Both => ({
    zh: `目录里没有编号为 ${id} 的部门。`,
    en: `The catalogue has no department with the id ${id}.`,
  }),
  unknownSupervisor: { zh: '没有这位在任的监督员。', en: 'There is no such supervisor in office.' },
  loginTaken: { zh: '这个登录名已经有人用了。', en: 'This login is taken.' },
  badLogin: {
    zh: '登录名要有 2 到 40 个字母、数字或 . _ -。',
    en: 'A login has 2 to 40 letters, digits or . _ -.',
  },
  shortPassword: (least: number): Both => ({
    zh: `密码至少要有 ${least} 个字符。`,
    en: `A password has at least ${least} characters.`,
  }),
  newCode: (name: string, region: string, code: string, until: string): Both => ({
    zh: `已给监督员 ${name}（${region}）换发登记码，没用过的旧码作废。
  登记码：${code}
  请当面交给本人。${until} 前在手机上登记，只能用一次，此处不再显示。`,
    en: `A new code for the supervisor ${name} of ${region}; older ones not used yet have lost their force.
  Code: ${code}
  Hand it over in person. It is good until ${until}, once, and is not shown again.`,
  }),
  appointed: (name: string, region: string, code: string, until: string, id: string): Both => ({
    zh: `已聘任监督员 ${name}（${region}）。
  登记码：${code}
  请当面交给本人。${until} 前在手机上登记，只能用一次，此处不再显示。
  编号：${id}`,
    en: `Appointed ${name} as a supervisor of ${region}.
  Code: ${code}
  Hand it over in person. It is good until ${until}, once, and is not shown again.
  Id: ${id}`,
  }),
  revoked: { zh: '已解聘。', en: 'The appointment has ended.' },
  staffMade: (login: string): Both => ({ zh: `已新建工作人员 ${login}。`, en: `Created ${login}.` }),
  password: (password: string): Both => ({
    zh: `  密码：${password}\n  只显示这一次，请本人记下。`,
    en: `  Password: ${password}\n  It is shown this once.`,
  }),
  published: (code: string, version: number): Both => ({
    zh: `已发布 ${code} 的目录，第 ${version} 版。`,
    en: `Published the catalogue of ${code} as version ${version}.`,
  }),
  unchanged: (code: string, version: number): Both => ({
    zh: `${code} 的目录没有变化，仍是第 ${version} 版。`,
    en: `The catalogue of ${code} is unchanged: version ${version}.`,
  }),
  exported: (records: number, replies: number, photos: number, receipts: number, file: string): Both => ({
    zh: `已导出 ${records} 条记录、${replies} 条补充说明、${photos} 张照片、${receipts} 份收件回执到 ${file}。`,
    en: `Exported ${records} records, ${replies} replies, ${photos} photos and ${receipts} receipts to ${file}.`,
  }),
  keyRotated: (id: string): Both => ({
    zh: `已更换。今后用密钥 ${id} 签名；公布在 /api/v1/evidence-keys。`,
    en: `Done. From now on the key ${id} signs; it is published at /api/v1/evidence-keys.`,
  }),
  notWritten: (file: string): Both => ({ zh: `无法写入 ${file}。`, en: `${file} cannot be written.` }),
  regions: { zh: '区划', en: 'Regions' },
  supervisors: { zh: '监督员', en: 'Supervisors' },
  staff: { zh: '工作人员', en: 'Staff' },
  none: { zh: '（没有）', en: '(none)' },
  items: (items: number, version: number): Both => ({
    zh: `${items} 项，第 ${version} 版`,
    en: `${items} items, version ${version}`,
  }),
  sample: { zh: '示例', en: 'sample' },
  state: {
    revoked: { zh: '已解聘', en: 'revoked' },
    enrolled: { zh: '已登记', en: 'enrolled' },
    invited: { zh: '待登记', en: 'not enrolled yet' },
    disabled: { zh: '已停用', en: 'disabled' },
  },
} as const

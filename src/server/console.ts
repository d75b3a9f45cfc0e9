/** What the server says to the person who started it: Chinese, or English where the terminal's language is. */
import { type Language, languageOf } from './cli/import-messages.ts'

type Both = Readonly<Record<Language, string>>
const language = languageOf(process.env)

/** In the terminal's language; log lines of JSON go beside it. */
export const tell = (words: Both): void => console.log(words[language])

export const CONSOLE = {
  running: (address: string): Both => ({
    zh: `明察已启动：${address}`,
    en: `Mingcha is running: ${address}`,
  }),
  embedded: (folder: string): Both => ({
    zh: `数据在 ${folder}（PostgreSQL 随服务一起启停）。`,
    en: `The data lies in ${folder} (PostgreSQL starts and stops with the server).`,
  }),
  byUrl: (where: string): Both => ({
    zh: `数据在 PostgreSQL：${where}。`,
    en: `The data lies in PostgreSQL: ${where}.`,
  }),
  loadingSample: {
    zh: '第一次启动，正在载入示例区……',
    en: 'First start: loading the sample district …',
  },
  sample: {
    zh: '示例区（000000）里的大厅、承诺和人物都是虚构的；用 SAMPLE=0 启动可不载入。',
    en: 'Halls, promises and people of the sample district (000000) are made up; start with SAMPLE=0 to go without.',
  },
  sampleSupervisor: (code: string): Both => ({
    zh: `示例监督员的一次性登记码（只显示这一次）：${code}
  在手机上打开“我的 → 监督员登记”，输入登记码。`,
    en: `One-time code of a sample supervisor (shown this once): ${code}
  On the phone, open Mine → Supervisor enrolment and enter it.`,
  }),
  sampleStaff: (accounts: readonly { login: string; name: string; password: string }[]): Both => {
    const lines = accounts.map(({ login, name, password }) => `  ${login} / ${password}  ${name}`).join('\n')
    return {
      zh: `示例工作台账号（只显示这一次，在 /desk 登录）：\n${lines}`,
      en: `Sample accounts of the desk (shown this once, sign in at /desk):\n${lines}`,
    }
  },
  howToAppoint: {
    zh: '聘任监督员：npm run admin -- appoint --region 000000 --name 姓名',
    en: 'To appoint a supervisor: npm run admin -- appoint --region 000000 --name NAME',
  },
  stopping: { zh: '正在停止……', en: 'Stopping …' },
  stopped: { zh: '已停止。', en: 'Stopped.' },
  portTaken: (host: string, port: number): Both => ({
    zh: `${host}:${port} 已被占用：换一个端口（PORT=…）再启动。`,
    en: `${host}:${port} is in use: start with another port (PORT=…).`,
  }),
  cannotListen: (host: string, port: number, why: string): Both => ({
    zh: `无法在 ${host}:${port} 上监听：${why}`,
    en: `Cannot listen on ${host}:${port}: ${why}`,
  }),
  databaseLost: (why: string): Both => ({
    zh: `数据库不可用，服务停止：${why}`,
    en: `The database is lost, the server ends: ${why}`,
  }),
} as const

/** The sample district's halls, counters and telephone numbers: made up, and so called on every screen. */
import type { Counter, Venue } from '#domain/catalogue/types'

const WEEKDAYS = '工作日 9:00—12:00，13:30—17:00（法定节假日除外）'

export const VENUES: Venue[] = [
  {
    id: 'hall-city',
    name: '示例市政务服务中心',
    level: 'city',
    address: '示例市示例区公开大道1号',
    hours: WEEKDAYS,
    phone: '000-0000100',
  },
  {
    id: 'hall-district',
    name: '示例区政务服务分中心',
    level: 'county',
    address: '示例市示例区诚信街28号',
    hours: '工作日 8:30—12:00，14:00—17:30；周六 9:00—12:00',
    phone: '000-0000200',
  },
  {
    id: 'hall-town',
    name: '清河镇便民服务中心',
    level: 'town',
    address: '示例市示例区清河镇河堤路6号',
    hours: '工作日 8:30—12:00，14:00—17:00；逢集日中午不休',
    phone: '000-0000300',
  },
]

interface Seat {
  venue: string
  counter: string
  name: string
}

/** Where each department sits; the last entry of a list is where a town's people may go as well. */
const seat = (venue: string, counter: string, name: string): Seat => ({ venue, counter, name })
const CONSTRUCTION = seat('hall-city', 'city-construction', '2楼 工程建设综合窗口（7—9号）')
const TOWN = seat('hall-town', 'town-general', '综合窗口（1号）')
const TOWN_WELFARE = seat('hall-town', 'town-welfare', '民生保障窗口（2号）')

const SEATS: Readonly<Record<string, readonly Seat[]>> = {
  示例区行政审批局: [seat('hall-city', 'city-enterprise', '1楼 企业开办窗口（1—4号）'), TOWN],
  示例区市监局: [seat('hall-city', 'city-market', '1楼 市场监管窗口（5号）')],
  示例区税务局: [seat('hall-city', 'city-tax', '1楼 办税服务区（20—26号）')],
  示例区公安分局: [seat('hall-city', 'city-police', '1楼 公安综合窗口（10、11号）'), TOWN],
  示例区住建局: [CONSTRUCTION],
  示例区自然资源和规划局: [CONSTRUCTION],
  示例区生态环境局: [CONSTRUCTION],
  示例区水务局: [CONSTRUCTION],
  示例区交通运输局: [seat('hall-city', 'city-transport', '2楼 交通运输窗口（12号）')],
  示例区综合执法局: [seat('hall-city', 'city-enforcement', '2楼 综合执法窗口（14号）')],
  示例区农业农村局: [seat('hall-city', 'city-rural', '2楼 农林水窗口（15号）'), TOWN],
  示例区林业局: [seat('hall-city', 'city-rural', '2楼 农林水窗口（15号）')],
  示例区人社局: [seat('hall-district', 'district-labour', '社保就业窗口（1—6号）'), TOWN_WELFARE],
  示例区医疗保障局: [seat('hall-district', 'district-medical', '医保窗口（7—9号）'), TOWN_WELFARE],
  示例区民政局: [seat('hall-district', 'district-civil', '民政窗口（10号）'), TOWN_WELFARE],
  示例区残联: [seat('hall-district', 'district-disabled', '残疾人服务窗口（11号）'), TOWN_WELFARE],
  示例区退役军人事务局: [seat('hall-district', 'district-veterans', '退役军人窗口（12号）'), TOWN_WELFARE],
  示例区卫健局: [seat('hall-district', 'district-health', '卫生健康窗口（13号）'), TOWN],
  示例区教科体局: [seat('hall-district', 'district-education', '教育窗口（14号）')],
}
const ELSEWHERE: readonly Seat[] = [seat('hall-city', 'city-general', '2楼 综合受理窗口（16—18号）')]

/** Where the department's items are handled, the main place first. */
export const seatsOf = (department: string): readonly Seat[] => SEATS[department] ?? ELSEWHERE

/** Every counter once; it belongs to a department where only one sits there. */
export function counters(departments: readonly { id: string; name: string }[]): Counter[] {
  const found = new Map<string, { seat: Seat; departments: string[] }>()
  for (const { id, name } of departments) {
    for (const one of seatsOf(name)) {
      const known = found.get(one.counter) ?? { seat: one, departments: [] }
      known.departments.push(id)
      found.set(one.counter, known)
    }
  }
  return [...found.values()].map(({ seat: { counter: id, venue, name }, departments: owners }) => {
    const [only] = owners
    return owners.length === 1 && only !== undefined
      ? { id, venue, name, department: only }
      : { id, venue, name }
  })
}

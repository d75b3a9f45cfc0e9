/** The doors between components and the phone: `main.ts` provides them, tests hand in their own. */
import { inject, type InjectionKey } from 'vue'
import type { FirstServices, Services } from '#sync/services'

export const firstServicesKey: InjectionKey<FirstServices> = Symbol('first services')
export const servicesKey: InjectionKey<Services> = Symbol('services')

/** For the first screen, the app's frame and what both share with other screens: there from the first moment. */
export const useFirstServices = (): FirstServices => provided(firstServicesKey)

/** For every screen behind the first: those are drawn only when all services are there. */
export const useServices = (): Services => provided(servicesKey)

/** Throws where none were provided, which is a mistake in composing, not in use. */
function provided<T>(key: InjectionKey<T>): T {
  const services = inject(key)
  if (!services) throw new Error('no services provided')
  return services
}

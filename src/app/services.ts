/** The door between components and the phone: `main.ts` provides it, tests hand in their own. */
import { inject, type InjectionKey } from 'vue'
import type { Services } from '#sync/services'

export const servicesKey: InjectionKey<Services> = Symbol('services')

/** The app's services; throws where none were provided, which is a mistake in composing, not in use. */
export function useServices(): Services {
  const services = inject(servicesKey)
  if (!services) throw new Error('no services provided')
  return services
}

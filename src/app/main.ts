/** Composes the app: the phone's services, the state, the screens. The only place that knows them all. */
import { createPinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { createFirstServices } from '#platform/first-services'
import App from './App.vue'
import { createAppRouter } from './router.ts'
import { firstServicesKey, servicesKey } from './services.ts'
import { listenForInstall } from './state/install-prompt.ts'
import { useRegion } from './state/region.ts'
import { useSettings } from './state/settings.ts'
import { useToast } from './ui/toast.ts'
import './styles/tokens.css'
import './styles/base.css'

listenForInstall()

async function start(): Promise<void> {
  const pinia = createPinia()
  const app = createApp(App as Component)
  const first = createFirstServices((all) => app.provide(servicesKey, all))
  app.provide(firstServicesKey, first)
  app.use(pinia)
  app.config.errorHandler = (error) => {
    console.error(error)
    void import('./ui/error-sentence.ts').then(({ errorSentence }) =>
      useToast().show(errorSentence(error), 'bad'),
    )
  }
  await useSettings(pinia).load()
  const region = useRegion(pinia)
  const router = createAppRouter()
  // The screens behind the first are drawn only when all services are there.
  router.beforeResolve(async (to) => {
    if (to.name !== 'search') await first.all()
  })
  app.use(router)
  await Promise.all([region.start(), router.isReady()])
  app.mount('#app')
}

start().catch(async (error: unknown) => {
  console.error(error)
  const { default: failure } = (await import('./StartFailure.vue')) as { default: Component }
  createApp(failure, { error }).mount('#app')
})

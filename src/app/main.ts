/** Composes the app: the phone's services, the state, the screens. The only place that knows them all. */
import { createPinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { createFirstServices } from '#platform/first-services'
import App from './App.vue'
import { prepareLocale, setLocale } from './i18n/index.ts'
import { createAppRouter } from './router.ts'
import { firstServicesKey, servicesKey } from './services.ts'
import { listenForInstall } from './state/install-prompt.ts'
import { useRegion } from './state/region.ts'
import { useSettings } from './state/settings.ts'
import { breath } from './ui/breath.ts'
import { useToast } from './ui/toast.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/first-visit.css'

listenForInstall()

const app = createApp(App as Component)
const first = createFirstServices((all) => app.provide(servicesKey, all))

async function start(): Promise<void> {
  if (document.documentElement.dataset.visit) await breath()
  const pinia = createPinia()
  app.provide(firstServicesKey, first)
  app.use(pinia)
  app.config.errorHandler = (error) => {
    console.error(error)
    void import('./ui/error-sentence.ts').then(({ errorSentence }) =>
      useToast().show(errorSentence(error), 'bad'),
    )
  }
  const region = useRegion(pinia)
  // While the store is being read there is time for it.
  const read = useSettings(pinia)
    .load()
    .then(() => region.start())
  const router = createAppRouter()
  const { lang, dataset } = document.documentElement
  // `first-paint.js` found nothing of an earlier visit: the choice of a region is drawn while the store is being made.
  if (dataset.visit) {
    if (lang === 'en') await prepareLocale(lang).then(() => setLocale(lang), console.warn)
    region.status = 'none'
  } else await read
  // The screens behind the first are drawn only when all services are there.
  router.beforeResolve(async (to) => {
    if (to.name !== 'search') await first.all()
  })
  app.use(router)
  await router.isReady()
  if (dataset.visit) await breath()
  app.mount('#app')
  await read
}

start()
  .catch(async (error: unknown) => {
    console.error(error)
    const { default: failure } = (await import('./StartFailure.vue')) as { default: Component }
    app.unmount()
    createApp(failure, { error }).mount('#app')
  })
  .finally(() => first.drawn())

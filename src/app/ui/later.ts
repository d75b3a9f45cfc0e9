import { type Component, defineComponent, h, onBeforeMount, shallowRef } from 'vue'
import { breath } from './breath.ts'

/**
 * A part of a screen that is fetched when it is first drawn, or before by `fetch`; nothing stands in its place until it
 * is there. Vue's own `defineAsyncComponent` does this with timeouts, delays and placeholders that nothing here asks for.
 * A part that could not be fetched goes to the app's error handler, and is fetched anew where it is drawn the next time.
 */
export function later(load: () => Promise<{ default: unknown }>): Component & { fetch(): Promise<void> } {
  const part = shallowRef<Component>()
  const fetch = async () => {
    part.value ??= (await load()).default as Component
  }
  const drawn = defineComponent({
    inheritAttrs: false,
    setup(_, { attrs, slots }) {
      // What it is a part of stands first: asking for a file takes a slow phone hundredths of a second.
      onBeforeMount(() => breath().then(fetch))
      return () => part.value && h(part.value, attrs, slots)
    },
  })
  return Object.assign(drawn, { fetch })
}

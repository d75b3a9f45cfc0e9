/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { chunks } from './.ci/chunks.mjs'
import { compileHints } from './.ci/compile-hints.mjs'
import { directMessages } from './.ci/direct-messages.mjs'
import { firstPaint } from './.ci/first-paint.mjs'
import { leanComponents, scopeId } from './.ci/lean-components.mjs'
import { leanPreload } from './.ci/lean-preload.mjs'
import { minifyAgain } from './.ci/minify-again.mjs'

/** Compiles messages anew as they are edited; builds and tests run `npm run i18n` first. */
const messages = () =>
  paraglideVitePlugin({
    project: './src/app/i18n/project.inlang',
    outdir: './src/app/i18n/paraglide',
    strategy: ['globalVariable', 'baseLocale'],
    outputStructure: 'message-modules',
    emitTsDeclarations: true,
    silent: true,
  })

/**
 * The builds of two packages for browsers of today: what they name for bundlers carries ES5 and code of the developers'
 * tools that cannot be shaken off.
 */
const packed = (file: string) => fileURLToPath(new URL(`node_modules/${file}`, import.meta.url))
const LEAN_BUILDS = {
  'workbox-window': packed('workbox-window/build/workbox-window.prod.mjs'),
  pinia: packed('pinia/dist/pinia.esm-browser.prod.js'),
}

const EVERYWHERE = /^assets\/(?:index|rolldown-runtime)-[\w-]+\.js$/

/** The app: dist/app, served by the server. */
const app = (developing: boolean): UserConfig => ({
  plugins: [
    developing && messages(),
    vue({
      features: { optionsAPI: false, prodDevtools: false, componentIdGenerator: scopeId },
      // <search> is an element of HTML that the compiler does not know yet.
      // Hoisting what is static costs 3 kB over all screens and saves nothing that could be measured on them.
      template: { compilerOptions: { isCustomElement: (tag) => tag === 'search', hoistStatic: developing } },
    }),
    leanComponents(),
    leanPreload(),
    directMessages(),
    chunks(),
    minifyAgain(),
    compileHints(),
    firstPaint(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,woff2,webmanifest}', 'assets/*.json', 'icons/*.png'],
        // Some screens are kept where they were opened (src/sw/opened-files.ts), not on every phone.
        globIgnores: ['assets/desk-*', 'assets/opened-*', 'assets/{province,search-worker}-*'],
      },
    }),
  ],
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: ['chrome100', 'safari15.4', 'firefox100'],
    sourcemap: false,
    modulePreload: {
      polyfill: false,
      // What every part needs is there when a part is asked for: no need to ask for it again.
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'js' ? files.filter((file) => !EVERYWHERE.test(file)) : files,
    },
    manifest: true,
  },
  worker: { format: 'es' },
  server: { port: 5173, proxy: { '/api': process.env.MINGCHA_API ?? 'http://127.0.0.1:8080' } },
})

/** The server and its command lines: dist/server, dependencies stay in node_modules. */
const entry = (path: string) => fileURLToPath(new URL(`src/server/${path}`, import.meta.url))
const server: UserConfig = {
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: entry('main.ts'),
        'cli/import': entry('cli/import.ts'),
        'cli/admin': entry('cli/admin.ts'),
        'cli/verify': entry('cli/verify.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}

/** One group of tests after the other, in this order: those that start processes want the machine for themselves. */
const project = (groupOrder: number, name: string, include: string, more: object = {}) => ({
  extends: true as const,
  test: { name, include: [include], sequence: { groupOrder }, ...more },
})

export default defineConfig(({ mode, command }) => {
  if (mode === 'server') return server
  return {
    ...app(command === 'serve' && process.env.VITEST === undefined),
    resolve: { alias: command === 'build' ? LEAN_BUILDS : {} },
    test: {
      reporters: ['default'],
      projects: [
        project(0, 'unit', 'tests/unit/**/*.test.ts', { environment: 'node', testTimeout: 60_000 }),
        project(1, 'components', 'tests/components/**/*.test.ts', {
          environment: 'happy-dom',
          setupFiles: ['tests/support/components-setup.ts'],
          testTimeout: 30_000,
        }),
        project(2, 'server', 'tests/server/**/*.test.ts', {
          environment: 'node',
          globalSetup: ['tests/support/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        }),
        project(2, 'flows', 'tests/flows/**/*.test.ts', {
          environment: 'node',
          globalSetup: ['tests/support/postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        }),
        project(3, 'e2e', 'tests/e2e/**/*.test.ts', {
          environment: 'node',
          globalSetup: ['tests/support/first-start-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          fileParallelism: false,
          expect: { poll: { timeout: 20_000, interval: 100 } },
        }),
      ],
    },
  }
})

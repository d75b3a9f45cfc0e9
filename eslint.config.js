import { readdirSync } from 'node:fs'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import ts from 'typescript-eslint'

const features = readdirSync(new URL('src/app/features', import.meta.url))

/** A layer may import only what lies below it; TypeScript's project references enforce the same at build time. */
const layer = (files, forbidden) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((name) => ({
          group: [`#${name}/*`],
          message: `imports run one way: not from ${name}`,
        })),
      },
    ],
  },
})

export default ts.config(
  {
    ignores: [
      'dist',
      'data',
      'node_modules',
      'coverage',
      'src/app/i18n/paraglide',
      'tests/fixtures',
      'public',
      'src/app/first-paint.js',
      '**/*.mjs',
      'eslint.config.js',
    ],
  },
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  vue.configs['flat/recommended'],
  a11y.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        project: [
          './src/*/tsconfig.json',
          './src/app/tsconfig.main.json',
          './tests/tsconfig.json',
          './.ci/tsconfig.eslint.json',
        ],
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/naming-convention': 'off',
      'vue/multi-word-component-names': 'off',
      // Props are typed: an optional one is undefined when it is not given.
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/no-v-html': 'error',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  layer(['src/domain/**'], ['contract', 'sync', 'platform', 'server']),
  layer(['src/contract/**'], ['sync', 'platform', 'server']),
  layer(['src/sync/**'], ['platform', 'server']),
  layer(['src/platform/**', 'src/sw/**'], ['server']),
  layer(['src/server/**'], ['sync', 'platform']),
  layer(['src/app/**'], ['server', 'platform']),
  { files: ['src/app/main.ts'], rules: { 'no-restricted-imports': 'off' } },
  ...features.map((name) => ({
    files: [`src/app/features/${name}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...features
              .filter((other) => other !== name)
              .map((other) => ({
                group: [`**/features/${other}/**`, `../${other}/**`, `../../${other}/**`],
                message: 'a feature never imports another feature',
              })),
            ...['server', 'platform'].map((below) => ({
              group: [`#${below}/*`],
              message: 'features reach the phone through services',
            })),
          ],
        },
      ],
    },
  })),
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  prettier,
)

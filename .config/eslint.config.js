/** Lint: types, and the walls between the stages (design.md "The flow"). */
import ts from 'typescript-eslint';
import vue from 'eslint-plugin-vue';
import noCityNames from './no-city-names.js';

const forbid = (...groups) => ({ 'no-restricted-imports': ['error', { patterns: groups.map(([group, message]) => ({ group, message })) }] });
const STAGES = ['feed', 'normalise', 'store', 'aggregate', 'push', 'access', 'orders', 'basemap', 'playback', 'demo', 'start'];
/** A stage imports only the wire types, its own folder and the store. */
const stage = (name) => ({
  files: [`server/${name}/**/*.ts`],
  rules: forbid(
    ...STAGES.filter((other) => other !== name && other !== 'store').map((other) => [[`**/${other}/**`], `${name}/ may import only wire/, ${name}/ and store/; server/main.ts joins the stages`]),
    [['**/mock-feeds/**', '**/screen/**'], 'a stage imports nothing from outside server/'],
    ...(name === 'store' ? [] : [[['ioredis'], 'only server/store imports ioredis']]),
  ),
});

const SCREEN = [[['**/server/**', '!**/server/wire', '!**/server/wire/**'], 'the screen shares only server/wire'], [['**/mock-feeds/**'], 'the screen never reads the simulator']];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', '.data/', '.cache/', 'coverage/'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/essential'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'vue/multi-word-component-names': 'off',
      'no-undef': 'off',
    },
  },
  ...STAGES.filter((name) => name !== 'start').map(stage),
  { files: ['server/wire/**/*.ts'], rules: forbid([['../*', '!./*'], 'wire/ imports only the validator'], [['ioredis', 'express', 'socket.io*', 'vue'], 'wire/ imports only the validator']) },
  { files: ['mock-feeds/**/*.ts'], rules: forbid([['**/server/**', '**/screen/**'], 'mock-feeds shares no code with the server, so that it can witness against it']) },
  { files: ['screen/**/*.{ts,vue}'], rules: forbid(...SCREEN) },
  // One rule replaces the other: what binds the screen binds its panels too.
  { files: ['screen/panels/**/*.{ts,vue}'], rules: forbid([['../*/*', '!../../**'], 'panels never import panels'], [['**/panels/**'], 'panels never import panels'], ...SCREEN) },
  { files: ['server/**/*.ts', 'screen/**/*.{ts,vue}'], plugins: { yiping: { rules: { 'no-city-names': noCityNames } } }, rules: { 'yiping/no-city-names': 'error' } },
  { files: ['server/**/*.ts'], ignores: ['server/config.ts', 'server/config/**', 'server/start/**'], rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'only server/config.ts reads the environment' }] } },
);

import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Who may import what (docs/decisions/0001-rooms-and-walls.md). A room is a folder or a top-level file of `src`. */
const node = { group: ['node:*'], message: 'This room does no input or output.' };
const npm = (...allowed) => ({
  regex: `^(?!\\.|node:${allowed.map((name) => `|${name}`).join('')})`,
  message: 'This library is not for this room.',
});
const rooms = (...forbidden) => ({
  regex: `^(\\.\\./)+(${forbidden.join('|')})(/|$)`,
  message: 'This room may not know that one.',
});
const neighbour = { regex: '^\\.\\./(?!\\.\\.)', message: 'Adapters do not know each other.' };
const PROCESS = ['config', 'wiring', 'schedules', 'log', 'metrics', 'worker'];
const OUTER = ['workflows', 'activities', 'adapters', 'operations', 'api', 'cli', ...PROCESS];
const outer = (...allowed) => rooms(...OUTER.filter((room) => !allowed.includes(room)), '\\.\\./(dev|test|bench)');

const wall = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const ADAPTER_FILES = ['src/adapters/*/**/*.ts'];

export const walls = [
  wall(['src/domain/**/*.ts'], [node, npm(), { regex: '^\\.\\./', message: 'The domain knows only itself.' }]),
  wall(
    ['src/contract.ts', 'src/ports.ts'],
    [
      npm('@temporalio/(workflow|common)$'),
      { regex: '^\\./(?!domain/)', message: 'Names and interfaces know only the domain.' },
    ],
  ),
  wall(['src/workflows/**/*.ts'], [node, npm('@temporalio/workflow$'), outer('workflows'), rooms('ports')]),
  wall(['src/activities/**/*.ts'], [npm('@temporalio/activity$'), outer('activities')]),
  wall(
    ADAPTER_FILES,
    [{ group: ['@temporalio/*'], message: 'Only adapters/temporal speaks to Temporal.' }, neighbour, outer()],
    ['src/adapters/temporal/**'],
  ),
  wall(['src/adapters/temporal/**/*.ts'], [neighbour, outer()]),
  wall(['src/operations/**/*.ts'], [npm(), outer('operations')]),
  wall(
    ['src/api/**/*.ts'],
    [npm('express$', 'zod$', 'jose$'), outer('api', 'operations', 'log', 'metrics')],
    ['src/api/server.ts'],
  ),
  wall(['src/cli/**/*.ts'], [npm('commander$', 'zod$'), outer('cli', 'operations', 'wiring', 'config', 'log')]),
  wall(
    ['src/config.ts', 'src/log.ts', 'src/metrics.ts'],
    [{ regex: '^\\./', message: 'Settings, logs and metrics know no room.' }],
  ),
  wall(
    ['src/wiring.ts'],
    [{ regex: '^\\./(workflows|activities|api|cli|worker)', message: 'Wiring makes ports, it runs nothing.' }],
  ),
  wall(
    ['src/worker.ts', 'src/api/server.ts'],
    [{ regex: '/domain/', message: 'Entries start things; rules live in the domain.' }],
  ),
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.local/**', 'coverage/**', 'test/fixtures/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off', // branded parsers name their type once
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A closed union says the same and leaves no code.' },
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      ],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Use the adapter that keeps time limits.' }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'import-x/no-cycle': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' },
      ],
    },
  },
  { files: ['src/contract.ts', 'src/ports.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['test/**/*.ts', 'dev/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-globals': 'off' },
  },
  ...walls,
  {
    files: ['**/*.mjs', '**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { module: 'writable', process: 'readonly' },
    },
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-syntax': 'off' },
  },
);

import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Who may import what (docs/decisions/0001-rooms-and-walls.md). A room is a folder or a top-level file of `src`. */
const node = { group: ['node:*'], message: 'This room does no input or output.' };
const npm = (...allowed) => ({
  regex: `^(?!\\.|node:${allowed.map((name) => `|${name}`).join('')})`,
  message: 'This library is not for this room.',
});
const roomsBy =
  (way) =>
  (...forbidden) => ({
    regex: `^${way}(${forbidden.join('|')})(/|$)`,
    message: 'This room may not know that one.',
  });
/** From a folder, from a file beside the rooms, from either. */
const rooms = roomsBy('(\\.\\./)+');
const roomsBeside = roomsBy('\\./');
const roomsAnywhere = roomsBy('(\\.\\.?/)+');
const outside = {
  regex: '^(\\.\\./)+(dev|test|bench)/',
  message: 'What is shipped knows nothing of what surrounds it.',
};
const neighbour = { regex: '^\\.\\./(?!\\.\\.|children/)', message: 'Adapters do not know each other.' };
const PROCESS = ['config', 'settings', 'setting-files', 'wiring', 'schedules', 'log', 'metrics', 'worker'];
const OUTER = ['workflows', 'activities', 'adapters', 'operations', 'api', 'cli', ...PROCESS];
const outer = (...allowed) => rooms(...OUTER.filter((room) => !allowed.includes(room)));

const syntax = [
  { selector: 'TSEnumDeclaration', message: 'A closed union says the same and leaves no code.' },
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
];
const dynamicImport = { selector: 'ImportExpression', message: 'Imports stand at the top, where the walls see them.' };

const wall = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [...patterns, outside] }] },
});

export const walls = [
  wall(['src/domain/**/*.ts'], [node, npm(), { regex: '^\\.\\./', message: 'The domain knows only itself.' }]),
  wall(
    ['src/contract.ts'],
    [
      node,
      npm('@temporalio/(workflow|common)$'),
      { regex: '^\\./(?!domain/)', message: 'Names on the wire know only the domain.' },
    ],
  ),
  wall(['src/ports.ts'], [npm(), { regex: '^\\./(?!domain/)', message: 'Interfaces know only the domain.' }]),
  wall(['src/workflows/**/*.ts'], [node, npm('@temporalio/workflow$'), outer('workflows'), rooms('ports')]),
  wall(['src/activities/**/*.ts'], [npm('@temporalio/activity$'), outer('activities')]),
  wall(
    ['src/adapters/*/**/*.ts'],
    [{ group: ['@temporalio/*'], message: 'Only adapters/temporal speaks to Temporal.' }, neighbour, outer()],
    ['src/adapters/temporal/**'],
  ),
  wall(['src/adapters/temporal/**/*.ts'], [neighbour, outer()]),
  wall(['src/operations/**/*.ts'], [npm(), outer('operations')]),
  wall(
    ['src/api/**/*.ts'],
    [npm('express$', 'zod$', 'zod-openapi$', 'jose$'), outer('api', 'operations', 'log', 'metrics')],
    ['src/api/server.ts'],
  ),
  wall(
    ['src/cli/**/*.ts'],
    [npm('commander$', 'zod$'), outer('cli', 'operations', 'wiring', 'config', 'setting-files', 'log', 'metrics')],
  ),
  wall(
    ['src/config.ts', 'src/settings.ts', 'src/setting-files.ts', 'src/log.ts', 'src/metrics.ts'],
    [
      roomsBeside(
        'domain',
        'contract',
        'ports',
        ...OUTER.filter((room) => !['settings', 'setting-files'].includes(room)),
      ),
    ],
  ),
  wall(['src/schedules.ts'], [roomsBeside('domain', 'ports', ...OUTER)]),
  wall(
    ['src/wiring.ts', 'src/wiring/**/*.ts'],
    [roomsAnywhere('workflows', 'activities', 'operations', 'api', 'cli', 'worker')],
  ),
  wall(['src/worker.ts', 'src/worker/**/*.ts'], [roomsAnywhere('workflows', 'adapters', 'operations', 'api', 'cli')]),
  wall(
    ['src/worker.ts', 'src/api/server.ts'],
    [roomsAnywhere('domain', 'workflows', 'activities', 'adapters', 'operations', 'api', 'cli')],
  ),
  wall(
    ['dev/printer/**/*.ts'],
    [{ regex: '/src/', message: 'The printer is the outside witness: it shares no code with what it judges.' }],
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
      'no-restricted-syntax': ['error', ...syntax],
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
      'no-restricted-syntax': ['error', ...syntax, dynamicImport],
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

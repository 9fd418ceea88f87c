import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The arrows of the house point inwards: doors -> core <- media, everybody -> shared. A folder on the left may
 * not import from the folders on its right.
 */
const FORBIDDEN = {
  './shared': ['./server', './client', './e2e', './bench', './tools'],
  './client': ['./server', './e2e', './bench', './tools'],
  './client/lib': ['./client/web', './client/bots'],
  './client/web': ['./client/bots'],
  './client/bots': ['./client/web'],
  // It asks servers from outside, and starts ours as a process of its own.
  './conformance': ['./server', './client', './e2e', './bench', './tools'],
  './server': ['./client', './e2e', './bench', './tools'],
  './server/core': [
    './server/doors',
    './server/sdp',
    './server/media',
    './server/access',
    './server/web',
    './server/config',
    './server/metrics',
  ],
  './server/sdp': [
    './server/doors',
    './server/media',
    './server/access',
    './server/web',
    './server/config',
    './server/metrics',
  ],
  './server/media': [
    './server/doors',
    './server/sdp',
    './server/access',
    './server/web',
    './server/config',
    './server/metrics',
  ],
  './server/access': ['./server/doors', './server/sdp', './server/media', './server/web', './server/metrics'],
  './server/doors': [
    './server/media',
    './server/access',
    './server/web',
    './server/config',
    './server/metrics',
  ],
  './server/web': ['./server/doors', './server/sdp', './server/media', './server/metrics'],
  './server/metrics': ['./server/doors', './server/sdp', './server/media', './server/access', './server/web'],
  './server/ctl': ['./server/core', './server/doors', './server/sdp', './server/media', './server/web'],
  './server/config': [
    './server/core',
    './server/doors',
    './server/sdp',
    './server/media',
    './server/access',
    './server/web',
  ],
};

/**
 * Packages that a folder must not know, because they belong behind a port.
 *
 * @param {string[]} files
 * @param {string} patterns - A regular expression over package names.
 * @param {string} message
 * @returns {import('typescript-eslint').ConfigWithExtends}
 */
function withoutPackages(files, patterns, message) {
  return {
    files,
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: patterns, message }] }],
    },
  };
}

export default tseslint.config(
  {
    ignores: ['dist/', 'node_modules/', 'data/', 'groups/', 'recordings/', 'e2e/results/', 'bench/results/'],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // tsc's noPropertyAccessFromIndexSignature asks for the brackets.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: Object.entries(FORBIDDEN).map(([target, from]) => ({ target, from })),
        },
      ],
      'import-x/no-default-export': 'error',
    },
  },
  withoutPackages(
    ['shared/**/*.ts'],
    '^(node:.*|ws|fastify|mediasoup|mediasoup-client|react|pino)$',
    'shared runs anywhere and does no I/O.',
  ),
  withoutPackages(
    ['server/core/**/*.ts'],
    '^(node:.*|ws|fastify|mediasoup|pino|@fastify/.*)$',
    'The core knows no sockets, HTTP, mediasoup or clock; say what you need as a port.',
  ),
  withoutPackages(
    ['server/doors/**/*.ts'],
    '^(mediasoup|fastify|@fastify/.*)$',
    'Doors reach media through the core and HTTP through server/web.',
  ),
  withoutPackages(
    ['client/lib/**/*.ts'],
    '^(node:.*|ws|react)$',
    'The library runs in browsers and in Node alike; its world is passed in.',
  ),
  {
    files: ['client/web/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'react',
              importNames: ['memo', 'lazy'],
              message:
                'Use `steady` (ui/spoken.tsx), which follows the language, and `part` (parts/part.tsx).',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/web/ui/spoken.tsx', 'client/web/pages/group.tsx'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx,mjs}', 'e2e/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      // Fixtures index what they have just made.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['*.config.{js,ts}', '**/*.config.{js,ts}'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  prettier,
);

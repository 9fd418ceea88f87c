/**
 * How mediasoup's worker is built against a distribution's libraries: what that takes, and what is
 * changed in its source.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Part of the cached binary's name. Raise it when the overlay, a patch or a build option changes. */
export const RECIPE_VERSION = 1;

/** What has to be on the PATH to build. */
export const PROGRAMS = ['g++', 'meson', 'ninja', 'pkg-config', 'flatc', 'strip'];

/** What pkg-config has to know. */
export const LIBRARIES = ['libuv', 'openssl', 'libsrtp2', 'flatbuffers', 'absl_strings', 'absl_optional'];

/** The Debian packages that bring all of these. */
export const DEBIAN_PACKAGES = [
  'g++',
  'meson',
  'ninja-build',
  'pkg-config',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'libabsl-dev',
];

export const MESON_OPTIONS = ['--buildtype', 'release', '-Db_ndebug=true', '--wrap-mode', 'nodownload'];

/**
 * @typedef {object} Patch
 * @property {string} file Relative to the worker's source.
 * @property {RegExp} pattern Has to match exactly once.
 * @property {string} replacement
 * @property {string} reason
 */

/** @type {Patch[]} */
export const PATCHES = [
  {
    file: 'src/RTC/DtlsTransport.cpp',
    pattern: /\(operationType == BIO_CB_RETURN\)/g,
    replacement: '((operationType & BIO_CB_RETURN) != 0)',
    reason:
      'The flag comes OR-ed with the operation. Compared as a whole, every BIO_ctrl is answered with 1, ' +
      'and an OpenSSL with kernel TLS takes that for "sends by itself", allocates no buffer and crashes ' +
      'in the first handshake.',
  },
  {
    file: 'meson.build',
    pattern: /meson_version: '>= 1\.1\.0'/g,
    replacement: "meson_version: '>= 1.0.0'",
    reason: 'Debian 12 has 1.0.1, and nothing in the build needs more.',
  },
];

/**
 * @param {string} source
 * @param {Patch} patch
 * @returns {string}
 * @throws {Error} When the pattern does not match exactly once.
 */
export function patched(source, { file, pattern, replacement, reason }) {
  const matches = source.match(pattern)?.length ?? 0;
  if (matches !== 1) {
    throw new Error(
      `mediasoup's worker/${file} has ${matches} matches of ${String(pattern)} where the build needs ` +
        `exactly one. A new mediasoup has changed it: see whether the patch in tools/worker/recipe.mjs is ` +
        `still needed, and adapt it. What it is for: ${reason}`,
    );
  }
  return source.replace(pattern, replacement);
}

/** @param {string} sourceDir A copy of mediasoup's worker/. */
export function applyPatches(sourceDir) {
  for (const patch of PATCHES) {
    const file = join(sourceDir, patch.file);
    writeFileSync(file, patched(readFileSync(file, 'utf8'), patch));
  }
}

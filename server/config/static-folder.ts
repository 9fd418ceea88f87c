import { z } from 'zod';

/** What the server answers by itself: no prefix may begin with one of these. */
const OWN_PATHS = [
  ...['group', 'ws', 'recordings', 'assets', 'api', 'galene-api'],
  ...['healthz', 'metrics', 'public-groups.json', 'error.css'],
];

/** Segments that need no percent-encoding and hide nothing. */
const PREFIX = /^\/(?:[a-z\d_~-][\w.~-]*\/)*$/i;

const NAMES_OF_OWN = OWN_PATHS.map((name) => `/${name}`).join(', ');

/** Files of an operator's own among the pages, such as the web client of a Galène. */
export const StaticFolderSetting = z
  .union([
    z.string().min(1).max(8_192).transform(folderFromText),
    z.strictObject({
      prefix: z.string().min(1).max(256).default('/'),
      dir: z.string().min(1).max(4_096),
    }),
  ])
  .refine(
    ({ prefix, dir }) =>
      PREFIX.test(prefix) && !beginsWithOwnPath(prefix) && dir !== '' && !dir.includes('\0'),
    `must be a folder, or a prefix and a folder such as /classic/=/srv/galene/static; the prefix must begin and end with a slash and must not be one of the server's own (${NAMES_OF_OWN})`,
  );
export type StaticFolderSetting = Readonly<z.infer<typeof StaticFolderSetting>>;

/** `/prefix/=DIR`, or `DIR` for the root. */
function folderFromText(text: string): { prefix: string; dir: string } {
  const parts = /^(\/(?:[^=]*\/)?)=(.*)$/s.exec(text);
  return { prefix: parts?.[1] ?? '/', dir: parts?.[2] ?? text };
}

/** Whether a path is one of those that no folder of an operator can take. */
export function beginsWithOwnPath(path: string): boolean {
  return OWN_PATHS.includes(path.split('/', 2)[1] ?? '');
}

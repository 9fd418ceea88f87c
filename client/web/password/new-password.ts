/** Changing one's own password in a group. */

/** What somebody typed. */
export interface PasswordDraft {
  readonly old: string;
  readonly next: string;
  readonly repeated: string;
}

/** Shorter ones are guessed. In characters. */
export const LEAST_LENGTH = 8;
/** From here on, guessing takes longer than anybody has. In characters. */
const STRONG_LENGTH = 14;
/** Beyond this, bcrypt would not look: a server that uses it refuses. In UTF-8 bytes. */
const MOST_BYTES = 72;

export type DraftProblem = 'no-old' | 'short' | 'long' | 'same' | 'different';

/** What keeps a draft from being sent; undefined where nothing does. */
export function problemWith({ old, next, repeated }: PasswordDraft): DraftProblem | undefined {
  if (old === '') return 'no-old';
  if (lengthOf(next) < LEAST_LENGTH) return 'short';
  if (new TextEncoder().encode(next).length > MOST_BYTES) return 'long';
  if (next === old) return 'same';
  return next === repeated ? undefined : 'different';
}

/** From 0 to 3. Length is what makes a password hard to guess; rules about signs make it hard to remember. */
export function strengthOf(password: string): 0 | 1 | 2 | 3 {
  const length = lengthOf(password);
  if (length === 0) return 0;
  if (length < LEAST_LENGTH) return 1;
  return length < STRONG_LENGTH ? 2 : 3;
}

/** As people count: letters with their accents are one, and so are most pictures. */
function lengthOf(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

export type ChangeOutcome =
  'changed' | 'wrong-password' | 'no-account' | 'refused' | 'too-often' | 'unreachable';

export interface PasswordChange {
  readonly group: string;
  readonly username: string;
  readonly old: string;
  readonly next: string;
}

type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** A server that says nothing for this long is taken for gone. Hashing takes a while. */
const TIMEOUT_MS = 20_000;

/**
 * Asks the server to change somebody's password, who proves by the old one that it is theirs.
 *
 * @see Galène protocol, "Admin API": a user's own password opens the resource `.password` of that user, whatever the
 * name that is given beside it. Without a name, those with a colon work as well.
 */
export async function changePassword(change: PasswordChange, ask: Ask = fetch): Promise<ChangeOutcome> {
  const { group, username, old, next } = change;
  try {
    const answer = await ask(passwordPath(group, username), {
      method: 'POST',
      headers: { authorization: `Basic ${base64(`:${old}`)}`, 'content-type': 'text/plain' },
      body: next,
      // Otherwise the browser would ask for another password by a window of its own.
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return outcomeOf(answer.status);
  } catch {
    return 'unreachable';
  }
}

function outcomeOf(status: number): ChangeOutcome {
  if (status >= 200 && status < 300) return 'changed';
  switch (status) {
    case 401:
    case 403:
      return 'wrong-password';
    case 404:
      return 'no-account';
    case 429:
      return 'too-often';
    default:
      return status < 500 ? 'refused' : 'unreachable';
  }
}

function passwordPath(group: string, username: string): string {
  const encoded = (name: string) => name.split('/').map(encodeURIComponent).join('/');
  return `/galene-api/v0/.groups/${encoded(group)}/.users/${encoded(username)}/.password`;
}

/** Of the UTF-8 bytes, as servers read it. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Whose password the page's address asks for. */
export interface PasswordAddress {
  readonly group: string;
  readonly username: string;
}

/**
 * Reads `?group=NAME&username=NAME`.
 *
 * @returns undefined where one of them is missing.
 * @see Galène's page `change-password.html`, whose address is kept so that links to it go on working.
 */
export function passwordAddress(search: string): PasswordAddress | undefined {
  const values = new URLSearchParams(search);
  const [group, username] = [values.get('group'), values.get('username')];
  return group && username ? { group, username } : undefined;
}

import { z } from 'zod';
import type { ApiAnswer } from './api-client.ts';
import { NotAuthorised, NotFound, Refused, Unreachable } from './failures.ts';

/** What servers answer, turned into values and failures. */

/** @see RFC 9457; `code` is one of the server's stable ones. */
const Problem = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
});

/**
 * Reads an answer that should be good and JSON.
 *
 * @param what - What was asked for, for the sentence where it does not exist: `group "tea"`.
 * @throws {@link Refused}, {@link NotFound}, {@link NotAuthorised}, {@link Unreachable}
 */
export function readAs<Value>(answer: ApiAnswer, schema: z.ZodType<Value>, what: string): Value {
  demandSuccess(answer, what);
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch (error) {
    throw new Refused(
      `The server's answer about the ${what} is not JSON. Is --server the address of an Evagore or Galène?`,
      { cause: error },
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refused(
    `The server's answer about the ${what} is none that is understood here; it may be of another version.`,
    { cause: result.error },
  );
}

/** @throws as {@link readAs} */
export function demandSuccess(answer: ApiAnswer, what: string): void {
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  throw failureOf(answer, what);
}

function failureOf(answer: ApiAnswer, what: string): Error {
  const { status, headers } = answer;
  const said = wordsOf(answer);
  switch (status) {
    case 401:
    case 403:
      return refusedTo(answer, said);
    case 404:
      return new NotFound(
        said.text === '' || said.code === undefined || said.code === 'no-such-resource'
          ? `There is no ${what}.`
          : sentence(said.text),
      );
    case 405:
      return new Refused(`This server cannot do this to the ${what}; it may be of another version.`);
    case 412:
      return new Refused(
        `Somebody else changed the ${what} in the meantime, and nothing was written. Look at it and try again.`,
      );
    case 413:
      return new Refused('This is longer than the server accepts.');
    case 429:
    case 503:
      return new Refused(`The server is busy${said.text === '' ? '' : `: ${said.text}`}. Try again later.`);
    default:
      if (status >= 300 && status < 400) return redirected(headers['location']);
      if (status >= 500) {
        return new Refused(
          `The server failed over the ${what} (status ${status.toString()}); its log says why, or the request was none that it understands.`,
        );
      }
      return new Refused(
        `The server refuses this (status ${status.toString()})${said.text === '' ? '' : `: ${said.text}`}.`,
      );
  }
}

function refusedTo({ status, headers }: ApiAnswer, said: Words): NotAuthorised {
  // Galène refuses writes with 401 as well, but without asking for other credentials.
  const isWriteRefusal =
    status === 401 && headers['www-authenticate'] === undefined && said.code === undefined;
  if (said.code === 'not-writable' || isWriteRefusal) {
    return new NotAuthorised(
      'The server does not allow changes: its data/config.json has to say "writableGroups": true.',
    );
  }
  if (status === 403 || said.code === 'not-permitted') {
    return new NotAuthorised(said.text === '' ? 'The server does not permit this.' : sentence(said.text));
  }
  return new NotAuthorised(
    'The server does not accept these credentials. Look at --username, the password or the token.',
  );
}

function redirected(location: string | undefined): Error {
  return new Unreachable(
    location === undefined
      ? 'The server sends us to another address, but does not say which.'
      : `The server sends us to ${location}; name that address by --server.`,
  );
}

/** What the server says of its refusal. */
interface Words {
  readonly text: string;
  readonly code?: string | undefined;
}

/** Pages are for browsers, and left out. */
function wordsOf({ headers, text }: ApiAnswer): Words {
  const type = headers['content-type'] ?? '';
  if (/\bjson\b/.test(type)) {
    const problem = Problem.safeParse(jsonOrNothing(text));
    if (!problem.success) return { text: '' };
    const { detail, title, code } = problem.data;
    return { text: shortened(detail ?? title ?? ''), code };
  }
  return { text: type.startsWith('text/plain') ? shortened(text) : '' };
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  return text.trim().replace(/\.$/, '').slice(0, 300);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

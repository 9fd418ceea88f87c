import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';

/** What people and programs are told instead of what they asked for. */

const pages = new URL('./pages/', import.meta.url);
const template = readFileSync(new URL('error.html', pages), 'utf8');

/** The style of the error pages, served at `/error.css`. */
export const ERROR_CSS = readFileSync(new URL('error.css', pages), 'utf8');

/** A refusal by HTTP. The message is for the one who asked. */
export class HttpRefusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }

  override get name(): string {
    return 'HttpRefusal';
  }
}

const WORDS: Readonly<Record<number, { readonly title: string; readonly text: string }>> = {
  400: { title: 'That is not a proper request', text: 'The address may have been cut short or mistyped.' },
  401: { title: 'Who are you?', text: 'This is for people with a name and a password for it.' },
  403: { title: 'No entry', text: 'This is not for everybody.' },
  404: {
    title: 'There is nothing here',
    text: 'No group or page has this address. It may have been mistyped, or the group is gone.',
  },
  429: {
    title: 'Slow down, please',
    text: 'Too many requests came from your network. Try again in a minute.',
  },
  500: { title: 'Something went wrong', text: 'The operator of this server finds the reason in its log.' },
  503: { title: 'Not ready', text: 'The server cannot do this now. Try again in a moment.' },
};
const OTHER = { title: 'That did not work', text: 'The server could not answer this request.' };

/** The page for a status code. */
export function errorPage(status: number, text?: string): string {
  const words = WORDS[status] ?? OTHER;
  const values: Record<string, string> = {
    ...words,
    ...(text !== undefined && { text }),
    status: status.toString(),
  };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(values[name] ?? ''));
}

/** The same for programs. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** @see RFC 9457, "Problem Details for HTTP APIs" */
export function problem(status: number, text?: string): Problem {
  const detail = text ?? (WORDS[status] ?? OTHER).text;
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
}

/** Text as it may stand in a page or an attribute. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0).toString()};`);
}

import http from 'node:http';
import https from 'node:https';
import type { Target } from './target.ts';

/** How long a server may take to answer. */
const PATIENCE_MS = 8000;

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Basic credentials. */
  readonly as?: { readonly username: string; readonly password: string };
  readonly bearer?: string;
  /** The address to ask from; absent for the usual one. */
  readonly from?: string | undefined;
}

/**
 * One request, with the path just as it is written: nothing is cleaned up, encoded, or followed. `fetch` would do all
 * of that.
 */
export async function ask(target: Target, path: string, question: Question = {}): Promise<Answer> {
  const { protocol, hostname, port } = new URL(target.baseUrl);
  const { method = 'GET', body, from } = question;
  const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const headers = { ...contentOf(body), ...credentialsOf(question), ...question.headers };
  const client = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(
      {
        hostname,
        port,
        path,
        method,
        headers,
        agent: false,
        rejectUnauthorized: false,
        timeout: PATIENCE_MS,
        ...(from !== undefined && { localAddress: from }),
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, text: Buffer.concat(parts).toString() });
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on('error', reject);
    request.end(payload);
  });
}

function contentOf(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' };
}

function credentialsOf({ as, bearer }: Question): Record<string, string> {
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
  if (as === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}` };
}

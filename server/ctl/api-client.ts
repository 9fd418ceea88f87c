import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { Refused, Unreachable } from './failures.ts';
import type { Trust } from './server-address.ts';

/** A list of ten thousand groups with long names is a tenth of this. */
const MAX_ANSWER_BYTES = 16 * 1_048_576;
/** A server that hashes a queue of passwords takes seconds; one that takes longer does not answer at all. */
const TIMEOUT_MS = 20_000;
/** Requests at once, for commands that ask for many things. */
const MAX_SOCKETS = 8;

export interface ApiRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below the server's address, percent-encoded, without a slash in front. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Speaks HTTP with one server. Close it, or the process lingers until the server hangs up. */
export class ApiClient {
  readonly server: URL;
  readonly #authorization: string | undefined;
  readonly #agent: http.Agent | https.Agent;
  readonly #timeoutMs: number;

  constructor(server: URL, options: { authorization: string | undefined; trust: Trust; timeoutMs?: number }) {
    this.server = server;
    this.#authorization = options.authorization;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    const { insecure, ca } = options.trust;
    const common = { keepAlive: true, maxSockets: MAX_SOCKETS };
    this.#agent =
      server.protocol === 'https:'
        ? new https.Agent({ ...common, rejectUnauthorized: !insecure, ...(ca && { ca: [...ca] }) })
        : new http.Agent(common);
  }

  /**
   * Sends a request and reads the answer, whatever its status.
   *
   * @throws {@link Unreachable}
   * @throws {@link Refused} where the answer is longer than 16 MiB.
   */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const body = request.json === undefined ? undefined : JSON.stringify(request.json);
    const headers = {
      accept: 'application/json, application/problem+json',
      ...(this.#authorization !== undefined && { authorization: this.#authorization }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body).toString(),
      }),
      ...request.headers,
    };
    const url = new URL(request.path, this.server);
    const { request: open } = this.server.protocol === 'https:' ? https : http;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await new Promise<ApiAnswer>((resolve, reject) => {
        open(url, { method: request.method, headers, agent: this.#agent, signal }, (answer) => {
          readAnswer(answer).then(resolve, reject);
        })
          .on('error', reject)
          .end(body);
      });
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Unreachable(
        `${this.server.href} cannot be reached: ${troubleOf(error, this.server, this.#timeoutMs)}`,
        {
          cause: error,
        },
      );
    }
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function readAnswer(answer: IncomingMessage): Promise<ApiAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > MAX_ANSWER_BYTES)
      throw new Refused('The server answers with more than 16 MiB; that is no answer.');
    chunks.push(bytes);
  }
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { status: answer.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString('utf8') };
}

/** What went wrong below HTTP, and what to do. */
function troubleOf(error: unknown, server: URL, timeoutMs: number): string {
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there. Start the server, or name another address by --server.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${server.hostname} leads nowhere. Mend --server, or the network.`;
    case 'ABORT_ERR':
    case 'ETIMEDOUT':
      return `no answer within ${(timeoutMs / 1000).toString()} s. Look at the network and the server's log.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no way to this address. Look at the network.';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'no authority that this machine knows vouches for its certificate. Name the certificate, or that of its authority, by --ca FILE; for a server on this machine, name its data folder by --data-dir. --insecure believes anybody.';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `its certificate is for another name than ${server.hostname}. Use the name that the certificate has.`;
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired. Renew it; evagorectl doctor tells more.';
    case 'CERT_NOT_YET_VALID':
      return 'its certificate is not valid yet. Look at the clocks.';
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'it does not speak TLS. Try http:// instead of https://.';
    case 'ECONNRESET':
    case 'HPE_INVALID_CONSTANT':
      return server.protocol === 'http:'
        ? 'it hangs up. Perhaps it speaks TLS: try https:// instead of http://.'
        : 'it hangs up.';
    default:
      return `${error instanceof Error ? error.message : String(error)}.`;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'ABORT_ERR';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

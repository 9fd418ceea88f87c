import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that speaks the APIs which evagorectl uses, with everything in memory. */

export interface SeenRequest {
  /** `PUT /galene-api/v0/.groups/tea` */
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed where it was JSON. */
  readonly body: unknown;
}

export interface CannedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface FakeUser {
  entry: Record<string, unknown>;
  password?: unknown;
}

interface FakeGroup {
  version: number;
  description: Record<string, unknown>;
  users: Map<string, FakeUser>;
  tokens: Map<string, Record<string, unknown>>;
}

export interface FakeMember {
  readonly id: string;
  readonly username: string;
  readonly permissions: readonly string[];
  readonly address?: string;
  readonly joinedAt?: string;
  readonly reconnecting?: true;
}

const API = '/galene-api/v0/';

/**
 * @see Galène API: 401 with a challenge for wrong credentials, 412 for failed preconditions, 201 for what was made and
 * 204 for what was changed; `null` for a list with nothing in it.
 */
export class FakeServer {
  readonly url: string;
  readonly seen: SeenRequest[] = [];
  readonly groups = new Map<string, FakeGroup>();
  readonly meetings = new Map<string, readonly FakeMember[]>();
  /** Basic or Bearer, as the header has it. */
  credentials = `Basic ${Buffer.from('admin:secret').toString('base64')}`;
  isWritable = true;
  /** Whether it is an Evagore, with meetings. */
  isLive = true;
  /** Runs before a request is answered. */
  before: ((line: string) => void) | undefined;
  /** Answers of other servers, by the request's line. */
  readonly canned = new Map<string, CannedAnswer>();
  readonly #server: Server;
  #tokens = 0;

  static async start(): Promise<FakeServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeServer(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}/`;
    server.on('request', (request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const text = Buffer.concat(chunks).toString();
        const body: unknown = text === '' ? undefined : JSON.parse(text);
        const line = `${request.method ?? ''} ${request.url ?? ''}`;
        this.seen.push({ line, headers: request.headers, body });
        this.before?.(line);
        const answer = this.canned.get(line) ?? this.#answer(line, request.headers, body);
        const content = answer.body === undefined ? '' : JSON.stringify(answer.body);
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(content);
      })();
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  addGroup(name: string, description: Record<string, unknown> = {}): FakeGroup {
    const group: FakeGroup = { version: 1, description, users: new Map(), tokens: new Map() };
    this.groups.set(name, group);
    return group;
  }

  /** The lines of what was asked, in order. */
  get lines(): string[] {
    return this.seen.map(({ line }) => line);
  }

  #answer(line: string, headers: IncomingMessage['headers'], body: unknown): CannedAnswer {
    const [method = '', target = ''] = line.split(' ');
    if (headers.authorization !== this.credentials) {
      return { status: 401, headers: { 'www-authenticate': 'basic realm="/galene-api/"' } };
    }
    if (target.startsWith('/api/v1/')) {
      return this.isLive ? this.#live(method, target.slice('/api/v1/'.length), body) : { status: 404 };
    }
    if (!target.startsWith(`${API}.groups`)) return { status: 404 };
    if (method !== 'GET' && !this.isWritable) return { status: 401 };
    const path = decodeURIComponent(target.slice(`${API}.groups`.length).replace(/^\//, ''));
    if (path === '') return { status: 200, body: namesIn(this.groups) };
    return this.#group({ method, path, headers, body: body as Record<string, unknown> });
  }

  #group(call: Call): CannedAnswer {
    const { path, method, headers, body } = call;
    const [, name = '', resource = '', rest] = /^(.*?)(?:\/?(\.[a-z-]+)(?:\/(.*))?)?$/.exec(path) ?? [];
    if (resource === '.tokens') return this.#token(name, rest ?? '', call);
    const group = this.groups.get(name);
    if (resource === '') {
      const refusal = precondition(headers, group);
      if (refusal !== undefined) return refusal;
      if (method === 'PUT') {
        if (group === undefined) this.addGroup(name, body);
        else Object.assign(group, { description: body, version: group.version + 1 });
        return { status: group === undefined ? 201 : 204 };
      }
      if (group === undefined) return { status: 404 };
      if (method === 'DELETE') {
        this.groups.delete(name);
        return { status: 204 };
      }
      return { status: 200, body: group.description, headers: { etag: tagOf(group) } };
    }
    if (group === undefined) return { status: 404 };
    if (resource === '.users' && rest === '') return { status: 200, body: namesIn(group.users) };
    const [, user = '', password] = /^(.*?)(?:\/?(\.password))?$/.exec(rest ?? '') ?? [];
    const key = resource === '.users' ? user : resource;
    return password === undefined ? this.#user(group, key, call) : this.#password(group, key, call);
  }

  #user(group: FakeGroup, key: string, { method, headers, body }: Call): CannedAnswer {
    const user = group.users.get(key);
    const refusal = precondition(headers, user === undefined ? undefined : group);
    if (refusal !== undefined) return refusal;
    if (method === 'PUT') {
      group.version++;
      group.users.set(key, { ...user, entry: body });
      return { status: user === undefined ? 201 : 204 };
    }
    if (user === undefined) return { status: 404 };
    if (method === 'GET') return { status: 200, body: user.entry, headers: { etag: tagOf(group) } };
    group.users.delete(key);
    return { status: 204 };
  }

  #password(group: FakeGroup, key: string, { method, body }: Call): CannedAnswer {
    const user = group.users.get(key);
    if (user === undefined) return { status: 404 };
    if (method === 'PUT') user.password = body;
    else delete user.password;
    return { status: 204 };
  }

  #token(name: string, token: string, { method, headers, body }: Call): CannedAnswer {
    const group = this.groups.get(name);
    if (group === undefined) return { status: 404 };
    if (token === '') {
      if (method === 'GET') return { status: 200, body: namesIn(group.tokens) };
      this.#tokens++;
      const made = `token-${this.#tokens.toString()}`;
      group.tokens.set(made, body);
      return { status: 201, headers: { location: made } };
    }
    const entry = group.tokens.get(token);
    if (entry === undefined) return { status: 404 };
    const refusal = precondition(headers, group);
    if (refusal !== undefined) return refusal;
    if (method === 'GET') {
      return { status: 200, body: { ...entry, token: '', group: '' }, headers: { etag: tagOf(group) } };
    }
    if (method === 'DELETE') group.tokens.delete(token);
    else if ('token' in body || 'group' in body) return { status: 400 };
    else group.tokens.set(token, body);
    group.version++;
    return { status: 204 };
  }

  #live(method: string, path: string, body: unknown): CannedAnswer {
    const [kind, , name = '', what, member] = path.split('/').map(decodeURIComponent);
    if (kind === 'drain')
      return { status: method === 'POST' ? 200 : 204, body: method === 'POST' ? {} : undefined };
    if (kind === 'stats') return { status: 200, body: [] };
    if (name === '') {
      const body = [...this.meetings].map(([group, members]) => ({
        name: group,
        locked: group === 'cake',
        clientCount: members.length,
      }));
      return { status: 200, body };
    }
    const members = this.meetings.get(name);
    if (members === undefined) return problem(404, 'no-such-group', 'there is no group of this name');
    if (what === 'members' && member === undefined) return { status: 200, body: members };
    if (body === undefined) return problem(400, 'bad-message', 'the body is not JSON');
    return { status: 204 };
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

function precondition(
  headers: IncomingMessage['headers'],
  group: FakeGroup | undefined,
): CannedAnswer | undefined {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  const isMatch = group !== undefined && (ifMatch === '*' || ifMatch === tagOf(group));
  if (ifMatch !== undefined && !isMatch) return { status: 412 };
  return ifNoneMatch === '*' && group !== undefined ? { status: 412 } : undefined;
}

function tagOf({ version }: FakeGroup): string {
  return `"${version.toString()}"`;
}

function namesIn(map: ReadonlyMap<string, unknown>): string[] | null {
  return map.size === 0 ? null : [...map.keys()].filter((name) => !name.startsWith('.'));
}

function problem(status: number, code: string, detail: string): CannedAnswer {
  return { status, headers: { 'content-type': 'application/problem+json' }, body: { status, code, detail } };
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Actor, Dialect, JoinOptions, Refusal } from './dialects/actor.ts';
import { GaleneActor, type GaleneOptions } from './dialects/galene.ts';
import { NativeActor } from './dialects/native.ts';
import { PASSWORD, PEOPLE, standardGroup, type GroupFile } from './groups.ts';
import { ask, type Answer, type Question } from './http.ts';
import { socketUrl, type Target } from './target.ts';

/** How long a server may take to notice a changed file. */
const FILE_PATIENCE_MS = 3000;

/** Which refusal is expected: Galène's exact text; the native code, or several where any of them says the same. */
export interface Expected {
  readonly galene: string | RegExp;
  readonly native: string | readonly string[];
}

/** What one statement plays on: a server, people to connect, and group files of its own. Cleared away after it. */
export class Stage {
  readonly target: Target;
  readonly dialect: Dialect;
  readonly #prefix: string;
  readonly #from: string | undefined;
  readonly #actors: Actor[] = [];
  readonly #files = new Set<string>();
  readonly #undo: (() => void)[] = [];
  #config: Readonly<Record<string, unknown>>;
  #isConfigured = false;
  #groupCount = 0;

  constructor(target: Target, dialect: Dialect, statement: string) {
    this.target = target;
    this.dialect = dialect;
    this.#prefix = `${statement.toLowerCase()}-${randomBytes(3).toString('hex')}`;
    this.#config = ordinaryConfig(target);
    this.#from = ownAddress(target);
  }

  /** A client that has said its handshake, in the dialect at hand. */
  async actor(id?: string): Promise<Actor> {
    if (this.dialect === 'galene') return this.galene({ id });
    return this.native(id);
  }

  async galene(options: GaleneOptions = {}): Promise<GaleneActor> {
    return this.#keep(await GaleneActor.connect(socketUrl(this.target), { from: this.#from, ...options }));
  }

  async native(id?: string): Promise<NativeActor> {
    return this.#keep(await NativeActor.connect(socketUrl(this.target), { from: this.#from, id }));
  }

  /** A client that has said nothing yet. */
  async stranger(): Promise<Actor> {
    const url = socketUrl(this.target);
    const options = { from: this.#from };
    return this.#keep(
      this.dialect === 'galene' ? await GaleneActor.open(url, options) : await NativeActor.open(url, options),
    );
  }

  /** A client that is in a group by a name and, where the group has that user, its password; the welcome is forgotten. */
  async member(group: string, username: string, options: Partial<JoinOptions> = {}): Promise<Actor> {
    const actor = await this.actor();
    await this.enter(actor, group, username, options);
    return actor;
  }

  async galeneMember(
    group: string,
    username: string,
    options: Partial<JoinOptions> = {},
  ): Promise<GaleneActor> {
    const actor = await this.galene();
    await this.enter(actor, group, username, options);
    return actor;
  }

  /** Lets a connected client join and read all that newcomers are told. */
  async enter(
    actor: Actor,
    group: string,
    username: string,
    options: Partial<JoinOptions> = {},
  ): Promise<void> {
    const password = options.password ?? (username in PEOPLE ? PASSWORD : '');
    const outcome = await actor.join({ group, username, password, ...options });
    if (outcome.outcome !== 'joined') {
      assert.fail(`${username} was not let into ${group}: ${JSON.stringify(outcome)}`);
    }
    // Those who were there before are to have read of the newcomer, too.
    for (const other of this.#actors) if (other.inbox.all('closed').length === 0) await other.settled();
    actor.inbox.forget();
  }

  /** The refusal of somebody who tries to join; fails where they are let in. */
  async refused(actor: Actor, options: JoinOptions): Promise<Refusal> {
    const outcome = await actor.join(options);
    if (outcome.outcome !== 'refused') assert.fail(`nobody was to be let in: ${JSON.stringify(outcome)}`);
    return outcome.refusal;
  }

  /** That a refusal is what the dialect at hand calls for; a text may be a pattern. */
  expectRefusal(refusal: Refusal | undefined, expected: Expected): void {
    assert.ok(refusal !== undefined, `it was not refused (expected: ${this.#textOf(expected)})`);
    if (this.dialect === 'native') {
      const codes = typeof expected.native === 'string' ? [expected.native] : expected.native;
      assert.ok(
        codes.includes(refusal.code ?? ''),
        `refused with ${refusal.code ?? 'no code'} (${refusal.text}) instead of ${codes.join(' or ')}`,
      );
    } else if (typeof expected.galene === 'string') assert.equal(refusal.text, expected.galene);
    else assert.match(refusal.text, expected.galene);
  }

  /** Waits until all that these were to be told has been read. */
  async settled(...actors: Actor[]): Promise<void> {
    for (const actor of actors) await actor.settled();
  }

  /** Writes a group file under a name of its own, and returns the name. Without a file, the standard group. */
  async group(file: GroupFile = standardGroup(), below?: string): Promise<string> {
    this.#groupCount += 1;
    const own = this.#groupCount === 1 ? this.#prefix : `${this.#prefix}-${this.#groupCount.toString()}`;
    const name = below === undefined ? own : `${below}/${own}`;
    await this.writeGroup(name, file);
    return name;
  }

  /** A name that no group of another statement has; nothing is written. It is cleared away as groups are. */
  name(suffix = 'new'): string {
    const name = `${this.#prefix}-${suffix}`;
    this.#files.add(this.groupFile(name));
    return name;
  }

  /** Writes or replaces a group's file, and waits until the server knows it. */
  async writeGroup(name: string, file: GroupFile): Promise<void> {
    const at = this.groupFile(name);
    this.#files.add(at);
    await mkdir(path.dirname(at), { recursive: true });
    await replaceFile(at, JSON.stringify(file));
    await this.until(`the group ${name} is there`, async () => {
      const { status } = await this.http(`/group/${name}/.status`);
      return status === 200;
    });
  }

  groupFile(name: string): string {
    return path.join(this.target.groupsDir, `${name}.json`);
  }

  async readGroup(name: string): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(this.groupFile(name), 'utf8')) as Record<string, unknown>;
  }

  /** Changes the server's `config.json` until the statement ends. */
  async configure(change: Readonly<Record<string, unknown>>): Promise<void> {
    this.#isConfigured = true;
    this.#config = { ...this.#config, ...change };
    await writeConfig(this.target, this.#config);
  }

  http(at: string, question?: Question): Promise<Answer> {
    return ask(this.target, at, { from: this.#from, ...question });
  }

  /** A request to the administrators' API, as the server's administrator unless credentials are given. */
  api(at: string, question: Question = {}): Promise<Answer> {
    const isAnonymous = question.as === undefined && question.bearer === undefined;
    return this.http(`/galene-api/v0/${at}`, { ...(isAnonymous && { as: this.target.admin }), ...question });
  }

  /** What a group says of itself over HTTP. */
  async status(group: string): Promise<Record<string, unknown>> {
    const { status, text } = await this.http(`/group/${group}/.status`);
    assert.equal(status, 200, `.status of ${group}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Asks until the answer is yes: files are noticed when they are looked at, which may take a moment. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + FILE_PATIENCE_MS;
    while (!(await isSo())) {
      if (performance.now() > deadline)
        assert.fail(`in ${FILE_PATIENCE_MS.toString()} ms it did not come about that ${what}`);
      await pause(50);
    }
  }

  /** @throws where a server said what its dialect does not have, be it that the statement did not ask for it. */
  checkFaults(): void {
    for (const { inbox } of this.#actors) if (inbox.fault !== undefined) throw inbox.fault;
  }

  /** Has something undone when the statement is over. */
  atEnd(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Ends all clients and removes all files of the statement. */
  async clear(): Promise<void> {
    for (const undo of this.#undo.splice(0)) undo();
    for (const actor of this.#actors) actor.terminate();
    for (const file of this.#files) {
      await rm(file, { force: true });
      await rm(file.slice(0, -'.json'.length), { force: true, recursive: true });
    }
    if (this.#isConfigured) await writeConfig(this.target, ordinaryConfig(this.target));
  }

  #keep<Some extends Actor>(actor: Some): Some {
    this.#actors.push(actor);
    return actor;
  }

  #textOf(expected: Expected): string {
    return String(expected[this.dialect]);
  }
}

/**
 * An address of this machine that no other statement calls from, so that the wrong passwords of one are not held
 * against the next. Undefined where there are none to choose from.
 */
function ownAddress({ baseUrl }: Target): string | undefined {
  if (process.platform !== 'linux' || new URL(baseUrl).hostname !== '127.0.0.1') return undefined;
  const [a = 0, b = 0, c = 0] = randomBytes(3);
  return `127.${Math.max(a, 1).toString()}.${b.toString()}.${Math.min(Math.max(c, 2), 254).toString()}`;
}

/** What `config.json` says while no statement needs it otherwise. */
function ordinaryConfig({ admin }: Target): Record<string, unknown> {
  const { username, password } = admin;
  return { writableGroups: true, users: { [username]: { password, permissions: 'admin' } } };
}

/** Brings the server's `config.json` to what statements start from. */
export async function prepare(target: Target): Promise<void> {
  await mkdir(target.dataDir, { recursive: true });
  await writeConfig(target, ordinaryConfig(target));
}

async function writeConfig(target: Target, config: object): Promise<void> {
  await replaceFile(path.join(target.dataDir, 'config.json'), JSON.stringify(config));
}

/** No server ever reads half of it. */
async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = path.join(path.dirname(file), `.${path.basename(file)}.fresh`);
  await writeFile(fresh, text);
  await rename(fresh, file);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { createHmac } from 'node:crypto';
import type { RtcConfiguration } from '@evagore/shared';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import { fit, parseJson } from './json-text.ts';
import { LiveFile } from './live-file.ts';

export interface IceServersOptions {
  /** In Galène's data folder, `ice-servers.json`. */
  readonly file: string;
  readonly log: Logger;
  /** Clients are to use relays alone, so that nobody learns their addresses. */
  readonly relayOnly?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Made credentials are handed out for so long. */
const LIFETIME_MS = 300_000;
/** After so long the file is looked at again. */
const REFRESH_MS = 120_000;
/** A made credential is good for a day, as meetings are long. */
const CREDENTIAL_SECONDS = 86_400;
const MAX_FILE_BYTES = 262_144;
const MAX_SERVERS = 16;

/** One wrong address, and browsers refuse to connect at all. */
const IceUrl = z
  .string()
  .max(512)
  .regex(
    /^(stuns?:[^\s/?#]+|turns?:[^\s/?#]+(\?transport=(udp|tcp))?)$/,
    'must be like stun:host:port or turn:host:port?transport=udp',
  );

const Entry = z
  .looseObject({
    urls: z.union([z.array(IceUrl).min(1).max(16), IceUrl.transform((url) => [url])]),
    username: z.string().max(400).nullish(),
    credential: z.unknown().optional(),
    credentialType: z.enum(['', 'password', 'oauth', 'hmac-sha1']).nullish(),
  })
  .transform(({ urls, username, credential, credentialType }, context) => {
    const server = { urls, username: username ?? '', type: typeOf(credentialType) };
    // What it is for OAuth does not matter here.
    if (server.type === 'oauth') return { ...server, credential: '' };
    const secret = credential ?? '';
    if (typeof secret !== 'string' || secret.length > 512) {
      context.addIssue({
        code: 'custom',
        path: ['credential'],
        message: 'must be a text of at most 512 characters',
      });
      return z.NEVER;
    }
    const isRelay = urls.some((url) => url.startsWith('turn'));
    if (isRelay && (secret === '' || (server.username === '' && server.type === 'password'))) {
      context.addIssue({ code: 'custom', message: 'a turn server needs a username and a credential' });
      return z.NEVER;
    }
    return { ...server, credential: secret };
  });
type Entry = z.infer<typeof Entry>;

function typeOf(given: string | null | undefined): 'password' | 'oauth' | 'hmac-sha1' {
  return given === 'oauth' || given === 'hmac-sha1' ? given : 'password';
}

const Entries = z.array(Entry).max(MAX_SERVERS).nullable();

const NONE: readonly Entry[] = [];

/**
 * The servers that help clients to reach this one, of Galène's `ice-servers.json`.
 *
 * The file is looked at in the background, so that asking costs nothing; a change takes effect within some minutes,
 * with the members who join then. A file that breaks keeps its last good state.
 */
export class IceServers {
  readonly #file: LiveFile<readonly Entry[]>;
  readonly #relayOnly: boolean;
  readonly #now: () => number;
  #made: { readonly at: number; readonly configuration: RtcConfiguration } | undefined;
  #isLooking = false;

  constructor(options: IceServersOptions) {
    this.#relayOnly = options.relayOnly ?? false;
    this.#now = options.now ?? Date.now;
    this.#file = new LiveFile({
      file: options.file,
      empty: NONE,
      parse: (text) => fit(Entries, parseJson(text)) ?? NONE,
      warnings: (entries) =>
        entries.some(({ type }) => type === 'oauth')
          ? ['servers with credentialType "oauth" are left out: no browser knows it any more']
          : [],
      maxBytes: MAX_FILE_BYTES,
      log: options.log,
    });
  }

  /** Looks at the file now. To be awaited once, before anybody asks. */
  async refresh(): Promise<void> {
    await this.#file.current();
    this.#make();
  }

  /** What clients are to give to their peer connections. The same object for some minutes. */
  configuration(): RtcConfiguration {
    const age = this.#made === undefined ? Number.POSITIVE_INFINITY : this.#now() - this.#made.at;
    if (age >= REFRESH_MS && !this.#isLooking) {
      this.#isLooking = true;
      void this.refresh().finally(() => {
        this.#isLooking = false;
      });
    }
    return this.#made === undefined || age >= LIFETIME_MS ? this.#make() : this.#made.configuration;
  }

  #make(): RtcConfiguration {
    const at = this.#now();
    const iceServers = this.#file
      .peek()
      .value.filter(({ type }) => type !== 'oauth')
      .map((entry) => publish(entry, at));
    const configuration: RtcConfiguration = {
      ...(iceServers.length > 0 && { iceServers }),
      ...(this.#relayOnly && { iceTransportPolicy: 'relay' }),
    };
    this.#made = { at, configuration };
    return configuration;
  }
}

/** @see draft-uberti-behave-turn-rest: the relay knows the secret, and reads from the name until when it is good. */
function publish({ urls, username, credential, type }: Entry, now: number) {
  if (type === 'hmac-sha1') {
    const until = (Math.floor(now / 1000) + CREDENTIAL_SECONDS).toString();
    const name = username === '' ? until : `${until}:${username}`;
    const made = createHmac('sha1', credential).update(name).digest('base64');
    return { urls, username: name, credential: made, credentialType: 'password' as const };
  }
  return {
    urls,
    ...(username !== '' && { username }),
    ...(credential !== '' && { credential }),
    credentialType: 'password' as const,
  };
}

import { randomBytes } from 'node:crypto';
import { ConferenceError, type CloseReason, type Permission, type RtcConfiguration } from '@evagore/shared';
import type { Conference } from '../../core/conference.ts';
import { NoSuchGroup, NoSuchToken, NotAuthorised } from '../../core/errors.ts';
import { noTally } from '../../core/no-tally.ts';
import type { Authenticator, Credentials, Log, Tally, World } from '../../core/ports.ts';
import type { Capacity } from './capacity.ts';
import type { Answer, Request } from './http.ts';
import { iceLinks } from './ice-links.ts';
import {
  MethodNotAllowed,
  NoSuchAddress,
  NoSuchSession,
  refusalAnswer,
  NotYourSession,
  WrongMediaType,
} from './refusals.ts';
import { Session, type OpenPeer } from './session.ts';

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';

/** A description of a browser with all its codecs has some eight thousand bytes. */
const MAX_BODY_BYTES = 65_536;

/** What an address stands for. */
export type Place =
  { readonly kind: 'endpoint' } | { readonly kind: 'session'; readonly id: string } | undefined;

/** In what the doors of WHIP and WHEP differ. */
export interface Trade {
  /** What its refusals are counted by, and who comes without a name is called. */
  readonly name: 'whip' | 'whep';
  /** The first components of its addresses. */
  readonly resources: readonly string[];
  /** The one of them that stands before the ids of sessions. */
  readonly sessions: string;
  /** Most that its members may do. */
  readonly permissions: ReadonlySet<Permission>;
  place(request: Request): Place;
  /** @throws BadValue where the address asks for what there cannot be. */
  peerFor(request: Request): OpenPeer;
}

export interface MediaDoorOptions {
  readonly conference: Conference;
  /** The one of the conference. */
  readonly authenticator: Pick<Authenticator, 'identify'>;
  readonly world: World;
  readonly rtcConfiguration: () => RtcConfiguration;
  readonly capacity: Capacity;
  /** Absent: nobody counts. */
  readonly tally?: Tally | undefined;
  readonly log: Log;
  /** Twenty-two unguessable characters that are safe in addresses; absent: of the system. */
  readonly newId?: () => string;
}

/**
 * A door that clients enter by one HTTP request, which brings their offer and is answered at once.
 *
 * Owns its sessions.
 *
 * @see RFC 9725; draft-ietf-wish-whep; Galène protocol, "WHIP ingest"
 */
export class MediaDoor {
  readonly resources: readonly string[];
  readonly #options: MediaDoorOptions;
  readonly #trade: Trade;
  readonly #tally: Tally;
  readonly #newId: () => string;
  readonly #sessions = new Map<string, Session>();

  constructor(trade: Trade, options: MediaDoorOptions) {
    const { tally = noTally, newId = () => randomBytes(16).toString('base64url') } = options;
    this.resources = trade.resources;
    this.#trade = trade;
    this.#options = options;
    this.#tally = tally;
    this.#newId = newId;
  }

  get name(): Trade['name'] {
    return this.#trade.name;
  }

  /** Sessions that are open now. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Does what a request asks for. Never throws: refusals are answers too. */
  async answer(request: Request): Promise<Answer> {
    const { method, group } = request;
    const log = this.#options.log.child({ door: this.#trade.name, group });
    try {
      return await this.#carryOut(request, log);
    } catch (error) {
      if (!(error instanceof ConferenceError)) {
        log.error({ err: error }, 'request failed');
        this.#tally.refused(this.#trade.name, 'internal');
        return refusalAnswer(new Failed());
      }
      const { code, message: reason } = error;
      if (code === 'internal') log.error({ err: error }, 'request failed');
      else log.info({ method, code, reason, ip: request.address }, 'refused');
      this.#tally.refused(this.#trade.name, code);
      return refusalAnswer(error);
    }
  }

  /** Ends all sessions. */
  close(reason: CloseReason): void {
    for (const session of [...this.#sessions.values()]) session.end(reason);
  }

  #carryOut(request: Request, log: Log): Promise<Answer> | Answer {
    const place = this.#trade.place(request);
    if (place === undefined) throw new NoSuchAddress();
    return place.kind === 'endpoint' ? this.#atEndpoint(request, log) : this.#atSession(request, place.id);
  }

  async #atEndpoint(request: Request, log: Log): Promise<Answer> {
    switch (request.method) {
      case 'OPTIONS':
        return this.#describe(request);
      case 'POST':
        return this.#open(request, log);
      default:
        throw new MethodNotAllowed('OPTIONS, POST');
    }
  }

  async #describe(request: Request): Promise<Answer> {
    const { group } = request;
    const { conference, rtcConfiguration } = this.#options;
    if ((await conference.status(group)) === undefined) throw new NoSuchGroup(group);
    const secrets = await this.#couldJoin(request);
    return {
      status: 200,
      headers: {
        'access-control-allow-methods': 'OPTIONS, POST',
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-expose-headers': 'Link',
        'accept-post': SDP,
        link: iceLinks(rtcConfiguration(), { secrets }),
      },
      body: '',
    };
  }

  /** Whether the request's credentials are good for the group; without a token, whether it asks for none. */
  async #couldJoin(request: Request): Promise<boolean> {
    const { from, ...credentials } = this.#credentialsOf(request);
    // Browsers ask without the token that they are going to send. That is no attempt to guess anything.
    const asked = request.token === undefined ? credentials : { ...credentials, from };
    try {
      await this.#options.authenticator.identify(request.group, asked);
      return true;
    } catch (error) {
      if (error instanceof ConferenceError) return false;
      throw error;
    }
  }

  async #open(request: Request, log: Log): Promise<Answer> {
    checkMediaType(request, SDP);
    const openPeer = this.#trade.peerFor(request);
    const offer = await request.text(MAX_BODY_BYTES);
    const { conference, world, capacity, rtcConfiguration } = this.#options;
    const { group, address, network } = request;
    const giveBack = capacity.take(network);
    const session = new Session({
      conference,
      world,
      newId: this.#newId,
      group,
      credentials: this.#credentialsOf(request),
      permissions: this.#trade.permissions,
      address,
      openPeer,
      onEnded: ({ code, message: reason }) => {
        giveBack();
        if (this.#sessions.delete(session.id)) log.info({ code, reason }, 'session ended');
      },
    });
    this.#sessions.set(session.id, session);
    const answer = await session.open(offer).catch((error: unknown) => {
      throw refusedToken(request, error);
    });
    log.info({ sessions: this.#sessions.size }, 'session opened');
    return {
      status: 201,
      headers: {
        location: this.#addressOf(session),
        etag: `"${session.version}"`,
        'content-type': SDP,
        'access-control-expose-headers': 'Location, Content-Type, Link, ETag',
        link: iceLinks(rtcConfiguration(), { secrets: true }),
      },
      body: answer,
    };
  }

  /** @throws NoSuchSession, NotYourSession */
  async #atSession(request: Request, id: string): Promise<Answer> {
    const session = this.#sessions.get(id);
    if (session?.group !== request.group) throw new NoSuchSession();
    if (request.method === 'OPTIONS') return SESSION_OPTIONS;
    if (!session.isOpenedBy(request.token)) throw new NotYourSession();
    switch (request.method) {
      case 'PATCH':
        return this.#patch(request, session);
      case 'DELETE':
        request.demand(session.version);
        session.end({ code: 'left' });
        return { status: 200, headers: {}, body: '' };
      default:
        throw new MethodNotAllowed('OPTIONS, DELETE, PATCH');
    }
  }

  async #patch(request: Request, session: Session): Promise<Answer> {
    request.demand(session.version);
    checkMediaType(request, FRAGMENT);
    const text = await request.text(MAX_BODY_BYTES);
    const patched = await session.patch(text, (version) => {
      request.demand(version);
    });
    if (patched.kind === 'trickled') return { status: 204, headers: {}, body: '' };
    return {
      status: 200,
      headers: {
        'content-type': FRAGMENT,
        etag: `"${patched.version}"`,
        'access-control-expose-headers': 'Content-Type, ETag',
      },
      body: patched.fragment,
    };
  }

  #credentialsOf({ token, network: from }: Request): Credentials & { from: string } {
    const username = this.#trade.name;
    return token === undefined ? { username, password: '', from } : { username, token, from };
  }

  #addressOf({ group, id }: Session): string {
    const name = group.split('/').map(encodeURIComponent).join('/');
    return `/group/${name}/${this.#trade.sessions}/${id}`;
  }
}

const SESSION_OPTIONS: Answer = {
  status: 200,
  headers: {
    'access-control-allow-methods': 'OPTIONS, DELETE, PATCH',
    'access-control-allow-headers': 'Authorization, Content-Type, If-Match, If-None-Match',
    'access-control-expose-headers': 'ETag',
    'accept-patch': FRAGMENT,
  },
  body: '',
};

class Failed extends ConferenceError {
  readonly code = 'internal';
}

/** @throws WrongMediaType; a parameter makes it another type here. */
function checkMediaType({ contentType = '' }: Request, wanted: string): void {
  if (contentType.toLowerCase() !== wanted) throw new WrongMediaType(wanted);
}

/**
 * A stateful token that is none is a thing that is not there. JSON Web Tokens are looked up nowhere, and are just wrong.
 *
 * @see Galène protocol, "Generalities": an unknown token is answered with 404.
 */
function refusedToken({ token }: Request, error: unknown): unknown {
  const isStateful = token !== undefined && !token.includes('.');
  return error instanceof NotAuthorised && isStateful ? new NoSuchToken() : error;
}

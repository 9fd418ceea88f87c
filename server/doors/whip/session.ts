import { createHash, timingSafeEqual } from 'node:crypto';
import {
  ConferenceError,
  MemberId,
  type CloseReason,
  type GroupName,
  type IceParameters,
  type Permission,
} from '@evagore/shared';
import type { Conference } from '../../core/conference.ts';
import { Closed } from '../../core/errors.ts';
import type { Fact } from '../../core/facts.ts';
import type { MediaTransport } from '../../core/media-port.ts';
import type { Member } from '../../core/member.ts';
import type { Credentials, MemberLink, World } from '../../core/ports.ts';
import { BadSdp } from '../../sdp/errors.ts';
import { parseFragment, writeFragment } from '../../sdp/fragment.ts';
import { remoteIce, type Session as SdpSession } from '../../sdp/session.ts';
import { Contact } from './contact.ts';

/** Our end of a session's one peer connection, and what passes through it. */
export interface SessionPeer {
  readonly transport: MediaTransport;
  readonly session: SdpSession;
  /** Takes the one offer. @throws BadSdp, BadMedia, and what the core refuses */
  answer(offer: string): Promise<string>;
  /** Our end gets new credentials. */
  restartIce(): Promise<void>;
  /** Something happened in the group. */
  tell(fact: Fact): void;
  close(): void;
}

/** Opens our end for a member that has its seat, and for what its client is going to offer. */
export type OpenPeer = (member: Member, offer: string, session: Session) => Promise<SessionPeer>;

export interface SessionOptions {
  readonly conference: Conference;
  readonly world: World;
  /** An unguessable name that is safe in addresses. */
  readonly newId: () => string;
  readonly group: GroupName;
  readonly credentials: Credentials;
  /** Most that the member may do. */
  readonly permissions: ReadonlySet<Permission>;
  /** Where the client is. */
  readonly address: string;
  readonly openPeer: OpenPeer;
  /** Called once, when nothing of the session is left. */
  readonly onEnded: (reason: CloseReason) => void;
}

type State =
  | { readonly phase: 'joining' }
  | { readonly phase: 'seated'; readonly member: Member }
  | { readonly phase: 'open'; readonly member: Member; readonly peer: SessionPeer; readonly contact: Contact }
  | { readonly phase: 'ended' };

/** What a fragment of the client's brought about. */
export type Patched =
  | { readonly kind: 'trickled' }
  /** The answer's body, and the session's version from now on. */
  | { readonly kind: 'restarted'; readonly fragment: string; readonly version: string };

/**
 * A client that came by one HTTP request, and a member of a group like any other. Owns the member and our end of the
 * connection:
 *
 *     joining --seat--> seated --answer--> open --> ended
 *
 * It ends when the client says so, is removed from the group, or is not heard any more.
 *
 * @see RFC 9725, section 4
 */
export class Session implements MemberLink {
  /** By what the session is addressed; tells nothing of the member. */
  readonly id: string;
  readonly group: GroupName;
  readonly address: string;
  readonly isPerson = false;
  readonly #options: SessionOptions;
  /** Of the token by which it was opened, if it was by one. */
  readonly #digest: Buffer | undefined;
  #state: State = { phase: 'joining' };
  #version: string;
  /** The client's credentials, as they were told last. */
  #remoteIce: IceParameters | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    const { newId, group, address, credentials } = options;
    this.id = newId();
    this.group = group;
    this.address = address;
    this.#options = options;
    this.#version = newId();
    this.#digest = credentials.token === undefined ? undefined : digestOf(credentials.token);
  }

  /** Without quotes; another after each restart of ICE. */
  get version(): string {
    return this.#version;
  }

  /** Whether these are the credentials by which the session was opened. */
  isOpenedBy(token: string | undefined): boolean {
    if (this.#digest === undefined) return true;
    return token !== undefined && timingSafeEqual(this.#digest, digestOf(token));
  }

  /**
   * Joins the group and answers the client's offer. To be called once.
   *
   * @throws what forbids it; the session has ended then.
   */
  async open(offer: string): Promise<string> {
    try {
      const member = await this.#join();
      const peer = await this.#options.openPeer(member, offer, this);
      const answer = await this.#opened(member, peer, offer);
      this.#remoteIce = remoteIce(peer.session);
      return answer;
    } catch (error) {
      this.end({ code: error instanceof ConferenceError ? error.code : 'internal' });
      throw error;
    }
  }

  /**
   * Takes what the client says of its end: where it can be reached, or that ICE is to begin anew. Those who ask at
   * the same time are answered one after the other.
   *
   * @param demand - Called with the version as it stands then; refuses by throwing.
   * @throws BadSdp, Closed, and what `demand` throws.
   */
  patch(text: string, demand: (version: string) => void): Promise<Patched> {
    const done = this.#last.then(() => this.#patch(text, demand));
    this.#last = done.catch(() => undefined);
    return done;
  }

  tell(fact: Fact): void {
    if (this.#state.phase !== 'open') return;
    if (fact.type === 'mediaLost') {
      this.end({ code: 'media-unavailable' });
    } else if (fact.type === 'upAborted') {
      this.end({ code: fact.code, message: fact.message });
    } else {
      this.#state.peer.tell(fact);
    }
  }

  closed(reason: CloseReason): void {
    this.end(reason);
  }

  /** Ends everything of the session. Idempotent. */
  end(reason: CloseReason): void {
    const state = this.#state;
    if (state.phase === 'ended') return;
    this.#state = { phase: 'ended' };
    if (state.phase === 'open') {
      state.contact.close();
      state.peer.close();
    }
    if (state.phase !== 'joining') state.member.leave(reason);
    this.#options.onEnded(reason);
  }

  async #join(): Promise<Member> {
    const { conference, group, credentials, permissions, newId } = this.#options;
    const member = await conference.join({
      group,
      credentials,
      id: MemberId.parse(newId()),
      data: {},
      link: this,
      permissions,
      maxTransports: 1,
    });
    // The server may be closing.
    if (this.#hasEnded()) {
      member.leave({ code: 'closed' });
      throw new Closed('the session');
    }
    this.#state = { phase: 'seated', member };
    return member;
  }

  async #opened(member: Member, peer: SessionPeer, offer: string): Promise<string> {
    if (this.#hasEnded()) {
      peer.close();
      throw new Closed('the session');
    }
    const contact = new Contact({
      transport: peer.transport,
      world: this.#options.world,
      onLost: (reason) => {
        this.end(reason);
      },
    });
    this.#state = { phase: 'open', member, peer, contact };
    const answer = await peer.answer(offer);
    if (this.#hasEnded()) throw new Closed('the session');
    return answer;
  }

  async #patch(text: string, demand: (version: string) => void): Promise<Patched> {
    const { ice } = parseFragment(text);
    if (this.#state.phase !== 'open') throw new Closed('the session');
    demand(this.#version);
    if (ice === undefined) throw new BadSdp('the fragment must have "a=ice-ufrag" and "a=ice-pwd"');
    // Our end is ICE-lite: it learns the client's addresses from what comes from them.
    if (isSame(ice, this.#remoteIce)) return { kind: 'trickled' };
    const { peer, contact } = this.#state;
    await peer.restartIce();
    if (this.#hasEnded()) throw new Closed('the session');
    this.#remoteIce = ice;
    this.#version = this.#options.newId();
    contact.renewed();
    return { kind: 'restarted', fragment: writeFragment(peer.session), version: this.#version };
  }

  /** A method, as TypeScript cannot know what happens while something is waited for. */
  #hasEnded(): boolean {
    return this.#state.phase === 'ended';
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function isSame(one: IceParameters, other: IceParameters | undefined): boolean {
  return one.usernameFragment === other?.usernameFragment && one.password === other.password;
}

import type { ActionResult, ApplicationValue, Permission, TokenInfo } from '@evagore/shared';
import { sentenceOf } from '../state/error-sentence.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';

/** What the invitations of a group need of a connection. */
interface InvitationPort {
  readonly permissions: readonly Permission[];
  groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined>;
}

/** What an invitation is to be like. */
export interface InvitationDraft {
  /** Empty where guests choose a name themselves. */
  readonly username: string;
  readonly permissions: readonly Permission[];
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** Milliseconds since the epoch; undefined for at once. */
  readonly notBefore: number | undefined;
}

export type InvitationState = 'good' | 'not-yet' | 'expired';

/** An invitation as the list shows it. Times are milliseconds since the epoch. */
export interface Invitation {
  readonly token: string;
  readonly link: string;
  readonly state: InvitationState;
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly expires: number | undefined;
  readonly notBefore: number | undefined;
  readonly issuedBy: string;
}

export interface InvitationsSnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Good ones first, the one that ends first in front. */
  readonly list: readonly Invitation[];
  /** Why the last attempt failed. */
  readonly problem: string | undefined;
  readonly busy: boolean;
}

export interface InvitationsOptions {
  readonly port: InvitationPort;
  /** The address which lets somebody in by a token. */
  readonly linkOf: (token: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A token that was good until a second ago opens nothing. */
const REVOKED_MS = -1000;

/** The invitations to a group: makes, lists, extends and revokes them. */
export class Invitations extends SnapshotStore<InvitationsSnapshot> {
  readonly #options: InvitationsOptions;
  #tokens: readonly TokenInfo[] = [];
  #phase: InvitationsSnapshot['phase'] = 'loading';
  #problem: string | undefined;
  #running = 0;

  constructor(options: InvitationsOptions) {
    super();
    this.#options = options;
  }

  /** Whether the member may see and change the invitations of others. */
  get canManage(): boolean {
    const { permissions } = this.#options.port;
    return permissions.includes('op') && permissions.includes('token');
  }

  /** Asks the server for all of them. */
  async load(): Promise<void> {
    if (!this.canManage) {
      this.#phase = 'ready';
      this.changed();
      return;
    }
    const answer = await this.#ask('listtokens');
    if (answer !== undefined && 'tokens' in answer) {
      this.#tokens = answer.tokens;
      this.#phase = 'ready';
    } else if (this.#phase === 'loading') {
      this.#phase = 'failed';
    }
    this.changed();
  }

  /** @returns the new invitation; undefined where the server refused, which `problem` tells of. */
  async make(draft: InvitationDraft): Promise<Invitation | undefined> {
    const { username, permissions, expires, notBefore } = draft;
    const answer = await this.#ask('maketoken', {
      ...(username !== '' && { username }),
      permissions: [...permissions],
      expires: new Date(expires).toISOString(),
      ...(notBefore !== undefined && { 'not-before': new Date(notBefore).toISOString() }),
    });
    return this.#keep(answer);
  }

  /** Lets an invitation be good for so many milliseconds from now. */
  async extend(token: string, forMs: number): Promise<boolean> {
    return this.#keep(await this.#ask('edittoken', { token, expires: forMs })) !== undefined;
  }

  /** Lets an invitation open nothing any more. */
  revoke(token: string): Promise<boolean> {
    return this.extend(token, REVOKED_MS);
  }

  protected build(): InvitationsSnapshot {
    return {
      phase: this.#phase,
      list: this.#tokens
        .map((token) => this.#describe(token))
        .sort((a, b) => rankOf(a) - rankOf(b) || (a.expires ?? 0) - (b.expires ?? 0)),
      problem: this.#problem,
      busy: this.#running > 0,
    };
  }

  #keep(answer: ActionResult | undefined): Invitation | undefined {
    if (answer === undefined || !('token' in answer)) return undefined;
    const { token } = answer;
    this.#tokens = [...this.#tokens.filter((each) => each.token !== token.token), token];
    this.changed();
    return this.#describe(token);
  }

  #describe(token: TokenInfo): Invitation {
    const expires = momentOf(token.expires);
    const notBefore = momentOf(token['not-before']);
    return {
      token: token.token,
      link: this.#options.linkOf(token.token),
      state: stateAt(this.#options.now(), { expires, notBefore }),
      username: token.username ?? '',
      permissions: token.permissions,
      expires,
      notBefore,
      issuedBy: token.issuedBy ?? '',
    };
  }

  async #ask(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined> {
    this.#running += 1;
    this.#problem = undefined;
    this.changed();
    try {
      return await this.#options.port.groupAction(kind, value);
    } catch (error) {
      this.#problem = sentenceOf(error);
      return undefined;
    } finally {
      this.#running -= 1;
      this.changed();
    }
  }
}

/** What an invitation is good for at a moment. One without an end opens nothing. */
export function stateAt(
  now: number,
  { expires, notBefore }: Pick<Invitation, 'expires' | 'notBefore'>,
): InvitationState {
  if (expires === undefined || now >= expires) return 'expired';
  return notBefore !== undefined && now < notBefore ? 'not-yet' : 'good';
}

function rankOf({ state }: Invitation): number {
  return state === 'good' ? 0 : state === 'not-yet' ? 1 : 2;
}

function momentOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}

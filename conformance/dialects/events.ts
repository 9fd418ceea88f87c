/** What a server tells, in words that both dialects share. Fields that a dialect left out are undefined. */
export type Event =
  | {
      readonly type: 'joined';
      readonly kind: 'join' | 'change';
      readonly group: string;
      readonly username: string;
      /** As it stood on the wire. */
      readonly permissions: readonly string[] | undefined;
      readonly status: Readonly<Record<string, unknown>>;
      readonly data: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly type: 'left'; readonly group: string }
  | { readonly type: 'join-refused'; readonly code: string | undefined; readonly text: string }
  | { readonly type: 'moved'; readonly location: string }
  | ({ readonly type: 'history' } & ChatView)
  | ({ readonly type: 'chat' } & ChatView)
  | {
      readonly type: 'user';
      readonly kind: 'add' | 'change' | 'delete';
      readonly id: string;
      readonly username: string;
      readonly permissions: readonly string[] | undefined;
      readonly data: Readonly<Record<string, unknown>> | undefined;
    }
  | {
      readonly type: 'usermessage';
      readonly kind: string;
      readonly source: string | undefined;
      readonly username: string | undefined;
      readonly dest: string | undefined;
      readonly privileged: boolean;
      readonly error: string | undefined;
      readonly value: unknown;
    }
  /** A refusal that was not the answer to a join. */
  | { readonly type: 'refused'; readonly code: string | undefined; readonly text: string }
  /** The group was left against the member's will. */
  | {
      readonly type: 'kicked';
      readonly code: string | undefined;
      readonly message: string;
      readonly by: { readonly id: string | undefined; readonly username: string | undefined };
    }
  /** What follows about streams is Galène's; the native dialect sets up media in another way. */
  | {
      readonly type: 'offer';
      readonly id: string;
      readonly label: string | undefined;
      readonly replace: string | undefined;
      readonly source: string | undefined;
      readonly username: string | undefined;
      readonly sdp: string;
    }
  | { readonly type: 'answer'; readonly id: string; readonly sdp: string }
  /** A down stream has ended, or was never there. */
  | { readonly type: 'stream-closed'; readonly id: string }
  /** An up stream is refused or withdrawn. */
  | { readonly type: 'aborted'; readonly id: string }
  | { readonly type: 'renegotiate'; readonly id: string }
  | { readonly type: 'ping' }
  | { readonly type: 'pong' }
  | { readonly type: 'closed'; readonly code: number; readonly reason: string }
  /** Whatever no statement asks about, such as a handshake. */
  | { readonly type: 'other'; readonly message: unknown };

export interface ChatView {
  readonly id: string | undefined;
  readonly kind: string;
  readonly source: string | undefined;
  readonly username: string | undefined;
  readonly dest: string | undefined;
  readonly time: string | undefined;
  readonly privileged: boolean;
  readonly value: unknown;
}

export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;

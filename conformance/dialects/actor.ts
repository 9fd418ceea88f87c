import type { Event } from './events.ts';
import type { Inbox } from './inbox.ts';

/** The languages that the suite can speak on the websocket: Galène's version `"2"`, and `evagore-1`. */
export const DIALECTS = ['galene', 'native'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** A refusal as a dialect tells it: Galène's by their text, the native ones by their code as well. */
export interface Refusal {
  readonly code?: string | undefined;
  readonly text: string;
}

export interface ConnectOptions {
  /** Absent for one that nobody else has. */
  readonly id?: string | undefined;
  /** The address to connect from; absent for the usual one. */
  readonly from?: string | undefined;
}

export interface JoinOptions {
  readonly group: string;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
  readonly data?: Record<string, unknown>;
}

export type JoinOutcome =
  | ({ readonly outcome: 'joined' } & Omit<Extract<Event, { type: 'joined' }>, 'type' | 'kind'>)
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'moved'; readonly location: string };

export interface ChatDraft {
  readonly value: unknown;
  readonly kind?: string;
  readonly dest?: string;
  readonly noecho?: boolean;
}

export interface UserMessageDraft {
  readonly kind: string;
  readonly value?: unknown;
  readonly dest?: string;
  readonly noecho?: boolean;
}

/** What an action answered to the one who did it. */
export interface Answer {
  /** Absent where the action was carried out. */
  readonly refusal?: Refusal;
  readonly token?: TokenView;
  readonly tokens?: readonly TokenView[];
  /** `ip:port` */
  readonly address?: string;
  /** Populated groups below, and how many are there. */
  readonly subgroups?: Readonly<Record<string, number>>;
}

export interface TokenView {
  readonly token: string;
  readonly group: string;
  readonly username?: string | undefined;
  readonly permissions: readonly string[];
  readonly expires?: string | undefined;
  readonly issuedBy?: string | undefined;
}

/** A client of one dialect, by hand: does what a statement wants, right or wrong, and keeps what it is told. */
export interface Actor {
  readonly dialect: Dialect;
  readonly id: string;
  /** Whether the server's pings are answered by themselves. */
  answersPings: boolean;
  /** What the server has told and no statement has taken yet. */
  readonly inbox: Inbox;
  join(options: JoinOptions): Promise<JoinOutcome>;
  /** Resolves with the refusal, or undefined once the server confirmed. */
  leave(group: string): Promise<Refusal | undefined>;
  chat(draft: ChatDraft): Promise<Refusal | undefined>;
  userMessage(draft: UserMessageDraft): Promise<Refusal | undefined>;
  userAction(kind: string, dest: string, value?: unknown): Promise<Answer>;
  groupAction(kind: string, value?: unknown): Promise<Answer>;
  /** Resolves once everything that was sent to this client before has been read. */
  settled(): Promise<void>;
  /** Says a JSON value as it is, right or wrong. */
  sendRaw(message: unknown): void;
  /** Says a text as it is. */
  sendText(text: string): void;
  /** Closes on purpose, and waits for the end. */
  close(): Promise<void>;
  /** Cuts the connection off. */
  terminate(): void;
}

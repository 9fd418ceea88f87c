import type { ChatId, MemberId } from '../ids.ts';
import type { ActionResult, ApplicationValue, TokenInfo } from '../messages/values.ts';
import type { Permission } from '../permissions.ts';
import type { Translate } from './texts.ts';

/** Somebody in the group, as far as commands care. */
export interface CommandUser {
  readonly id: MemberId;
  readonly username: string;
  readonly permissions: readonly Permission[];
}

/** A line of output for the one who gave the command. */
export interface OutputLine {
  readonly text: string;
  /** What the line speaks of; surfaces set it apart from the text. */
  readonly term?: string;
  /** An address to be passed on. */
  readonly link?: string;
}

/** What some surfaces can do and others cannot. A command which needs one of these is not offered elsewhere. */
export interface Abilities {
  readonly 'screen-share': { start(): Promise<void>; stop(): void };
  /** Lets the person choose a file, and plays it to everybody. */
  readonly 'file-broadcast': { choose(): Promise<void> };
  /** Lets the person choose a file, and offers it to one member. */
  readonly 'file-transfer': { offer(to: MemberId): Promise<void> };
  /** Finds new paths for all streams. */
  readonly 'media-restart': { restart(): Promise<void> };
  /** Publishes all own streams anew, in place of the present ones. */
  readonly 'media-replace': { replace(): Promise<void> };
  readonly 'relay-test': {
    /** @throws Error where nothing comes back through the relay. */
    run(): Promise<{ readonly elapsedMs: number; readonly roundTripMs: number }>;
  };
  /** Shows the person everything that has happened in the meeting. */
  readonly 'meeting-log': { open(): void };
  readonly settings: {
    all(): ReadonlyMap<string, ApplicationValue>;
    set(name: string, value: ApplicationValue): void;
    unset(name: string): void;
  };
  readonly 'own-messages': {
    /** The last message to everybody that the member wrote and that is still there. */
    last(): ChatId | undefined;
  };
}

export type Feature = keyof Abilities;

/**
 * What commands need of the surface they are given on: a page, a terminal, a bot. Everything that asks the server
 * rejects with the server's refusal.
 */
export interface CommandPort {
  readonly selfId: MemberId;
  readonly group: string;
  readonly abilities: Partial<Abilities>;
  readonly text: Translate;
  users(): readonly CommandUser[];
  permissions(): readonly Permission[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** A moment, in milliseconds since the epoch, as the reader writes it. */
  moment(at: number): string;
  /** Shows something to the one who gave the command, and to nobody else. */
  print(lines: readonly OutputLine[]): void;

  /** @param to - The only reader; without it, whomever the surface is writing to, as a rule everybody. */
  say(kind: '' | 'me', text: string, to?: MemberId): Promise<void>;
  userAction(kind: string, dest: MemberId, value?: ApplicationValue): Promise<ActionResult | undefined>;
  groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined>;
  /** @param dest - One member, or `''` for everybody but oneself. */
  userMessage(kind: string, dest: MemberId | '', value?: ApplicationValue): Promise<void>;
  leave(): void;
  /** The address which lets somebody in by an invitation. */
  invitationLink(token: TokenInfo): string;
  /** Puts a text where the person can paste it from; does nothing where there is no such place. */
  copy(text: string): Promise<void>;
}

import { ChatId, MemberId } from '../../ids.ts';
import type { ActionResult, ApplicationValue, TokenInfo } from '../../messages/values.ts';
import type { Permission } from '../../permissions.ts';
import type { Abilities, CommandPort, CommandUser, OutputLine } from '../port.ts';
import { inEnglish } from '../texts.ts';

/** Noon of a day in November 2026, UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** A surface that can do everything, and writes down what it is asked to do. */
export class FakePort implements CommandPort {
  readonly selfId = MemberId.parse('self0001');
  readonly group = 'physics/lab';
  readonly text = inEnglish;
  /** What was asked of it, a line each. */
  readonly calls: string[] = [];
  readonly printed: OutputLine[] = [];
  readonly settings = new Map<string, ApplicationValue>([['mirror', true]]);
  abilities: Partial<Abilities>;
  held: readonly Permission[];
  members: readonly CommandUser[];
  answer: ActionResult | undefined;
  lastMessage: ChatId | undefined = ChatId.parse('m7');

  constructor(held: readonly Permission[], names: Readonly<Record<string, string>> = {}) {
    this.held = held;
    this.members = Object.entries({ self0001: 'Me', ...names }).map(([id, username]) => ({
      id: MemberId.parse(id),
      username,
      permissions: ['message'],
    }));
    this.abilities = {
      'screen-share': { start: () => this.#note('start screen'), stop: () => void this.#note('stop screen') },
      'file-broadcast': { choose: () => this.#note('broadcast file') },
      'file-transfer': { offer: (to) => this.#note(`send file to ${to}`) },
      'media-restart': { restart: () => this.#note('restart media') },
      'media-replace': { replace: () => this.#note('replace media') },
      'relay-test': {
        run: async () => {
          await this.#note('test relay');
          return { elapsedMs: 80.4, roundTripMs: 12 };
        },
      },
      'meeting-log': { open: () => void this.#note('open log') },
      settings: {
        all: () => this.settings,
        set: (name, value) => void this.#note(`set ${name} ${JSON.stringify(value)}`),
        unset: (name) => void this.#note(`unset ${name}`),
      },
      'own-messages': { last: () => this.lastMessage },
    };
  }

  users(): readonly CommandUser[] {
    return this.members;
  }
  permissions(): readonly Permission[] {
    return this.held;
  }
  now(): number {
    return NOON;
  }
  moment(at: number): string {
    return new Date(at).toISOString();
  }
  print(lines: readonly OutputLine[]): void {
    this.printed.push(...lines);
  }
  say(kind: string, text: string, to?: MemberId): Promise<void> {
    return this.#note(`say ${kind}>${to ?? 'all'}: ${text}`);
  }
  async userAction(
    kind: string,
    dest: MemberId,
    value?: ApplicationValue,
  ): Promise<ActionResult | undefined> {
    await this.#note(['useraction', kind, dest, ...json(value)].join(' '));
    return this.answer;
  }
  async groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined> {
    await this.#note(['groupaction', kind, ...json(value)].join(' '));
    return this.answer;
  }
  userMessage(kind: string, dest: MemberId | '', value?: ApplicationValue): Promise<void> {
    return this.#note(['usermessage', kind, dest === '' ? 'all' : dest, ...json(value)].join(' '));
  }
  leave(): void {
    void this.#note('leave');
  }
  invitationLink({ token }: TokenInfo): string {
    return `https://example.org/group/physics/lab/?token=${token}`;
  }
  copy(text: string): Promise<void> {
    return this.#note(`copy ${text}`);
  }

  #note(call: string): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }
}

function json(value: ApplicationValue | undefined): readonly string[] {
  return value === undefined ? [] : [JSON.stringify(value)];
}

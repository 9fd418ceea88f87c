import type { ActionResult, GroupName, MemberId } from '@evagore/shared';
import { actOnGroup, actOnMember } from './core/actions.ts';
import { Administrator } from './core/actor.ts';
import { announce } from './core/chat.ts';
import type { Conference } from './core/conference.ts';
import type { Group } from './core/group.ts';
import type { Drain } from './drain.ts';
import type { AdminAction, LiveConference } from './web/api/live.ts';
import type { GroupStats } from './web/api/stats.ts';

export interface LiveMeetingsOptions {
  conference: Conference;
  drain: Drain;
  /** How media flows, by group. */
  stats: () => Promise<readonly GroupStats[]>;
}

/** The conference, as administrators see it by HTTP. */
export class LiveMeetings implements LiveConference {
  readonly #conference: Conference;
  readonly #drain: Drain;
  readonly stats: () => Promise<readonly GroupStats[]>;

  constructor(options: LiveMeetingsOptions) {
    this.#conference = options.conference;
    this.#drain = options.drain;
    this.stats = options.stats;
  }

  groups(): Iterable<Group> {
    return this.#conference.groups();
  }

  async act(group: GroupName, administrator: string, action: AdminAction): Promise<ActionResult | undefined> {
    return actOnGroup(await this.#actor(group, administrator), action.kind, action.value);
  }

  async actOn(
    group: GroupName,
    administrator: string,
    member: MemberId,
    action: AdminAction,
  ): Promise<ActionResult | undefined> {
    return actOnMember(await this.#actor(group, administrator), action.kind, member, action.value);
  }

  async say(group: GroupName, _administrator: string, text: string): Promise<void> {
    announce(await this.#conference.enter(group), text);
  }

  drain(plan: { readonly deadlineSeconds: number; readonly message: string }): void {
    this.#drain.begin(plan);
  }

  cancelDrain(): void {
    this.#drain.cancel();
  }

  get draining(): Drain['planned'] {
    return this.#drain.planned;
  }

  async #actor(group: GroupName, administrator: string): Promise<Administrator> {
    return new Administrator(await this.#conference.enter(group), administrator);
  }
}

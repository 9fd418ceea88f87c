import type { MemberId, MemberInfo } from '@evagore/shared';
import type { RosterChangedFact } from './facts.ts';
import type { Member } from './member.ts';
import type { World } from './ports.ts';

/**
 * Least time from one telling to the next. Somebody who comes alone is seen at once; in a storm, each member is
 * told of all newcomers of this time in one message.
 */
const INTERVAL_MS = 20;

/** What is different of one member since the last telling. */
interface Change {
  readonly id: MemberId;
  readonly username: string;
  /** The member as it is now; undefined when it is gone. */
  readonly member: Member | undefined;
  /** Whether it was in the group at the last telling. */
  readonly wasThere: boolean;
  /** When it came, on the count of changes; 0 when that was told. */
  readonly addedAt: number;
  /** When it changed last, on the count of changes. */
  readonly at: number;
}

/**
 * Changes of a group's roster that its members have not been told yet: the latest of each member.
 *
 * @see The research on join storms: with one message for each change, joining costs the square of the members.
 */
export class RosterNews {
  readonly #world: World;
  readonly #members: ReadonlyMap<MemberId, Member>;
  #changes = new Map<MemberId, Change>();
  /** When newcomers read the roster, on the count of changes. They know what came before. */
  readonly #readAt = new Map<Member, number>();
  #count = 0;
  #toldAt = -Infinity;
  #cancel: (() => void) | undefined;

  /** @param members - The group's members, whom to tell. */
  constructor(world: World, members: ReadonlyMap<MemberId, Member>) {
    this.#world = world;
    this.#members = members;
  }

  /** Somebody came. They read the roster themselves, as it is now. */
  added(member: Member): void {
    this.#note(member, 'added');
    this.#readAt.set(member, this.#count);
  }

  changed(member: Member): void {
    this.#note(member, 'changed');
  }

  removed(member: Member): void {
    this.#readAt.delete(member);
    this.#note(member, 'removed');
  }

  /** Tells what there is to tell, now: before anything else that was caused later. */
  flush(): void {
    if (this.#changes.size === 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    this.#toldAt = this.#world.now();

    const toAll = factFor(changes, 0);
    for (const member of this.#members.values()) {
      const readAt = this.#readAt.get(member) ?? 0;
      const fact = readAt === 0 ? toAll : factFor(changes, readAt);
      if (fact !== undefined) member.link.tell(fact);
    }
    this.#readAt.clear();
  }

  #note(member: Member, what: 'added' | 'changed' | 'removed'): void {
    const { id, username } = member;
    const before = this.#changes.get(id);
    this.#count += 1;
    this.#changes.set(id, {
      id,
      username,
      member: what === 'removed' ? undefined : member,
      wasThere: before?.wasThere ?? what !== 'added',
      addedAt: what === 'added' ? this.#count : (before?.addedAt ?? 0),
      at: this.#count,
    });
    this.#cancel ??= this.#world.after(this.#delay(), () => {
      this.flush();
    });
  }

  #delay(): number {
    const waitMs = this.#toldAt + INTERVAL_MS - this.#world.now();
    // A clock that was set back must not keep anybody waiting.
    return Math.min(Math.max(waitMs, 0), INTERVAL_MS);
  }
}

/** What of `changes` is news to those who read the roster at `readAt`; 0 for those who were told all before. */
function factFor(changes: readonly Change[], readAt: number): RosterChangedFact | undefined {
  const news = changes.filter(({ at }) => at > readAt);
  const added: MemberInfo[] = [];
  const changed: MemberInfo[] = [];
  const removed: { id: MemberId; username: string }[] = [];
  for (const { id, username, member, wasThere, addedAt } of news) {
    const isKnown = readAt === 0 ? wasThere : addedAt <= readAt;
    if (member !== undefined) (isKnown ? changed : added).push(member.info());
    else if (isKnown) removed.push({ id, username });
  }
  if (added.length + changed.length + removed.length === 0) return undefined;
  return { type: 'rosterChanged', added, changed, removed };
}

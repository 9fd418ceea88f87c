import type { Correspondent } from '../notify/herald.ts';
import { t } from '../messages/translate.ts';
import type { Deeds } from '../people/deeds.ts';
import type { Someone } from '../people/scope.ts';
import { mayDelete, type DeletableEntry, type WrittenEntry } from '../state/chat-log.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import type { Notices } from '../state/notices.ts';
import { copyWithNotice } from '../ui/clipboard.ts';

/** What can be done to a message, or to who wrote it; what is absent cannot be done to this one. */
export interface MessageDeeds {
  readonly copy: () => void;
  readonly reply?: (() => void) | undefined;
  readonly identify?: (() => void) | undefined;
  readonly remove?: (() => void) | undefined;
  /** Asks first. */
  readonly removeAll?: ((entry: DeletableEntry) => void) | undefined;
  /** Asks first. */
  readonly kick?: (() => void) | undefined;
}

export interface DeedScope {
  readonly can: Pick<MeetingSnapshot['can'], 'op' | 'message'>;
  readonly people: readonly Someone[];
  readonly deeds: Pick<Deeds, 'usable' | 'doTo' | 'deleteMessages'>;
  readonly notices: Pick<Notices, 'show'>;
  readonly onReply: (to: Correspondent) => void;
  readonly onRemoveAll: (entry: DeletableEntry) => void;
  readonly onKick: (person: Someone) => void;
}

/** Only what is allowed, and makes sense while its writer is here or not. */
export function messageDeeds(entry: WrittenEntry, scope: DeedScope): MessageDeeds {
  const { can, people, deeds, notices, onReply, onRemoveAll, onKick } = scope;
  const writer = entry.own ? undefined : people.find(({ id }) => id === entry.source);
  const usable = deeds.usable();
  const toWriter = (allowed: boolean, task: (writer: Someone) => void) =>
    writer === undefined || !allowed
      ? undefined
      : () => {
          task(writer);
        };
  return {
    copy: () => {
      const words = { copied: t('chat.copied'), failed: t('chat.copy.failed') };
      void copyWithNotice(entry.value, words, notices);
    },
    reply: toWriter(can.message, ({ id }) => {
      onReply({ id, name: entry.name });
    }),
    identify: toWriter(usable.has('identify'), ({ id }) => void deeds.doTo(id, 'identify')),
    remove: mayDelete(entry, can)
      ? () => void deeds.deleteMessages({ userId: entry.source, id: entry.id })
      : undefined,
    removeAll: can.op && mayDelete(entry, can) ? onRemoveAll : undefined,
    kick: toWriter(usable.has('kick'), onKick),
  };
}

import { usableCommands, type CommandPort } from '@evagore/shared/commands';
import { t } from '../messages/translate.ts';
import { mayDelete, type DeletableEntry, type WrittenEntry } from '../state/chat-log.ts';
import { sentenceOf } from '../state/error-sentence.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import type { Notices } from '../state/notices.ts';

/** What can be done to a message; what is absent cannot be done to this one. */
export interface MessageDeeds {
  readonly copy: () => void;
  readonly reply?: (() => void) | undefined;
  readonly identify?: (() => void) | undefined;
  readonly remove?: (() => void) | undefined;
  /** Asks first. */
  readonly removeAll?: ((entry: DeletableEntry) => void) | undefined;
}

export interface DeedScope {
  readonly can: Pick<MeetingSnapshot['can'], 'op' | 'message'>;
  readonly store: Pick<MeetingStore, 'deleteMessage'>;
  readonly port: CommandPort;
  readonly notices: Pick<Notices, 'show'>;
  readonly onReply: (to: { readonly id: string; readonly name: string }) => void;
  readonly onRemoveAll: (entry: DeletableEntry) => void;
}

/** Only what is allowed, and makes sense while its writer is here or not. */
export function messageDeeds(entry: WrittenEntry, scope: DeedScope): MessageDeeds {
  const { can, store, port, notices, onReply, onRemoveAll } = scope;
  const writer = entry.own ? undefined : port.users().find(({ id }) => id === entry.source);
  const identify = usableCommands(port).find(({ name }) => name === 'identify');
  return {
    copy: () => {
      void copy(entry.value, notices);
    },
    reply:
      writer === undefined || !can.message
        ? undefined
        : () => {
            onReply({ id: writer.id, name: entry.name });
          },
    identify:
      writer === undefined || identify === undefined
        ? undefined
        : () => {
            Promise.resolve(identify.run(port, { user: writer })).catch((error: unknown) => {
              notices.show('error', sentenceOf(error));
            });
          },
    remove: mayDelete(entry, can) ? () => void store.deleteMessage(entry) : undefined,
    removeAll: can.op && mayDelete(entry, can) ? onRemoveAll : undefined,
  };
}

async function copy(text: string, notices: Pick<Notices, 'show'>): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.show('info', t('chat.copied'), 'copy');
  } catch {
    notices.show('warning', t('chat.copy.failed'), 'copy');
  }
}

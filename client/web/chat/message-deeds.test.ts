import { MemberId, type Permission } from '@evagore/shared';
import { inEnglish, type CommandPort } from '@evagore/shared/commands';
import { describe, expect, it } from 'vitest';
import type { WrittenEntry } from '../state/chat-log.ts';
import { messageDeeds } from './message-deeds.ts';

const anEntry = (fields: Partial<WrittenEntry> = {}): WrittenEntry => ({
  id: 'c1',
  kind: 'text',
  source: 'ada',
  name: 'Ada',
  own: false,
  privileged: false,
  time: 0,
  value: 'hello',
  ...fields,
});

/** What can be done to a message, by names; whatever is done is written down. */
function deedsOf(entry: WrittenEntry, permissions: readonly Permission[]) {
  const told: string[] = [];
  const port = {
    selfId: 'me',
    abilities: {},
    text: inEnglish,
    users: () => ['me', 'ada'].map((id) => ({ id: MemberId.parse(id), username: id, permissions: [] })),
    permissions: () => permissions,
    print: () => undefined,
    userAction: (kind: string, dest: string) => Promise.resolve(void told.push(`${kind} ${dest}`)),
  } as unknown as CommandPort;
  const deeds = messageDeeds(entry, {
    can: { op: permissions.includes('op'), message: permissions.includes('message') },
    store: { deleteMessage: ({ id }) => Promise.resolve(told.push(`delete ${id}`) > 0) },
    port,
    notices: { show: (kind, text) => void told.push(`${kind}: ${text}`) },
    onReply: ({ name }) => void told.push(`reply to ${name}`),
    onRemoveAll: ({ source }) => void told.push(`remove all of ${source}`),
  });
  const names = Object.entries(deeds).flatMap(([name, deed]) => (deed === undefined ? [] : [name]));
  return { deeds, names, told };
}

describe('to a message', () => {
  it.each([
    ['of somebody else, by a guest', anEntry(), ['message'], ['copy', 'reply']],
    ['of somebody else, by an observer', anEntry(), [], ['copy']],
    ['of one’s own', anEntry({ source: 'me', own: true }), ['message'], ['copy', 'remove']],
    [
      'of somebody else, by an operator',
      anEntry(),
      ['op', 'message'],
      ['copy', 'reply', 'identify', 'remove', 'removeAll'],
    ],
    [
      'of somebody who has left, by an operator',
      anEntry({ source: 'gone' }),
      ['op', 'message'],
      ['copy', 'remove', 'removeAll'],
    ],
    [
      'in private, by an operator',
      anEntry({ privateWith: { id: 'ada', name: 'Ada' } }),
      ['op', 'message'],
      ['copy', 'reply', 'identify'],
    ],
    ['of the server', anEntry({ source: undefined }), ['op', 'message'], ['copy']],
  ] as const)('%s', (_, entry, permissions, expected) => {
    expect(deedsOf(entry, permissions).names).toEqual(expected);
  });

  it('each does what it says', () => {
    const { deeds, told } = deedsOf(anEntry(), ['op', 'message']);
    deeds.reply?.();
    deeds.identify?.();
    deeds.remove?.();
    deeds.removeAll?.({ ...anEntry(), source: 'ada' });
    expect(told).toEqual(['reply to Ada', 'identify ada', 'delete c1', 'remove all of ada']);
  });
});

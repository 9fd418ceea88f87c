import type { Permission } from '@evagore/shared';
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
  const op = permissions.includes('op');
  const note = (text: string) => Promise.resolve(told.push(text) > 0);
  const deeds = messageDeeds(entry, {
    can: { op, message: permissions.includes('message') },
    people: ['me', 'ada'].map((id) => ({ id, name: id, username: id })),
    deeds: {
      usable: () => new Set(op ? ['identify', 'kick'] : []),
      doTo: (id, name) => note(`${name} ${id}`),
      deleteMessages: ({ userId, id }) => note(`delete ${id ?? 'all'} of ${userId}`),
    },
    notices: { show: (kind, text) => void told.push(`${kind}: ${text}`) },
    onReply: ({ name }) => void told.push(`reply to ${name}`),
    onRemoveAll: ({ source }) => void told.push(`ask to remove all of ${source}`),
    onKick: ({ id }) => void told.push(`ask to kick ${id}`),
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
      'of one’s own, by an operator',
      anEntry({ source: 'me', own: true }),
      ['op', 'message'],
      ['copy', 'remove', 'removeAll'],
    ],
    [
      'of somebody else, by an operator',
      anEntry(),
      ['op', 'message'],
      ['copy', 'reply', 'identify', 'remove', 'removeAll', 'kick'],
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
      ['copy', 'reply', 'identify', 'kick'],
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
    deeds.kick?.();
    expect(told).toEqual([
      'reply to Ada',
      'identify ada',
      'delete c1 of ada',
      'ask to remove all of ada',
      'ask to kick ada',
    ]);
  });
});

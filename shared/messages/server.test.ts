import { describe, expect, it } from 'vitest';
import { serverSamples } from '../testing/messages.ts';
import { ServerFrame, ServerMessage } from './server.ts';

type Name = keyof typeof serverSamples;
const names = Object.keys(serverSamples) as Name[];

function accepts(message: unknown): boolean {
  return ServerMessage.safeParse(message).success;
}

describe('ServerMessage', () => {
  it.each(names)('accepts %s and leaves it as it is', (name) => {
    expect(ServerMessage.parse(serverSamples[name])).toEqual(serverSamples[name]);
  });

  it.each(names.filter((name) => name !== 'ping' && name !== 'pong'))(
    'lets a field in %s pass that a later server may add, and drops it',
    (name) => {
      expect(ServerMessage.parse({ ...serverSamples[name], novelty: 1 })).not.toHaveProperty('novelty');
    },
  );

  it.each(names.flatMap((name) => Object.keys(serverSamples[name]).map((field) => [field, name] as const)))(
    'refuses a wrong type of %s in %s',
    (field, name) => {
      // What applications send is not looked into.
      if (field === 'value' && name === 'usermessage') return;
      expect(accepts({ ...serverSamples[name], [field]: [[[]]] })).toBe(false);
    },
  );

  it('has a sample of each of its types', () => {
    const types = ServerMessage.options.flatMap((option) =>
      'options' in option ? option.options.map((inner) => inner.shape.type.value) : [option.shape.type.value],
    );
    expect(new Set(Object.values(serverSamples).map((sample) => sample.type))).toEqual(new Set(types));
  });

  it('takes a code of a newer server for internal', () => {
    expect(ServerMessage.parse({ ...serverSamples.error, error: 'mood' })).toMatchObject({
      error: 'internal',
    });
  });

  it('refuses a code that is no text', () => {
    expect(accepts({ ...serverSamples.error, error: 7 })).toBe(false);
  });

  it('leaves out what newer servers say of a member, and keeps the rest', () => {
    const { roster } = serverSamples;
    const users = roster.users.map((user) => ({
      ...user,
      permissions: [...user.permissions, 'levitate'],
      aura: 'blue',
    }));
    expect(ServerMessage.parse({ ...roster, users })).toEqual(roster);
  });

  it('refuses an offer without tracks', () => {
    expect(accepts({ ...serverSamples.offer, tracks: [] })).toBe(false);
  });
});

describe('ServerFrame', () => {
  it('is a message or a list of messages', () => {
    const all = Object.values(serverSamples);
    expect(ServerFrame.safeParse(serverSamples.handshake).success).toBe(true);
    expect(ServerFrame.parse(all)).toEqual(all);
    expect(ServerFrame.safeParse([all]).success).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { NoPath, type OpenProbe } from '../doctor/doctor.ts';
import { testRelay } from './relay-test.ts';

const RELAYS = {
  iceServers: [
    { urls: ['stun:stun.example.org'] },
    { urls: ['turn:a.example.org', 'turns:a.example.org'], username: 'u', credential: 'secret' },
  ],
};

function aNetwork(answers: Readonly<Record<string, Error | { readonly roundTripMs: number | undefined }>>) {
  const told: string[] = [];
  const probe: OpenProbe = {
    candidates: [],
    open: (way) => {
      const address = way.kind === 'relay' ? (way.relay.urls[0] ?? '') : way.kind;
      told.push(address);
      const answer = answers[address] ?? new NoPath('relay-silent');
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({
        tookMs: 90,
        roundTripMs: () => Promise.resolve(answer.roundTripMs),
        uplink: () => Promise.reject(new Error('nobody asked')),
        close: () => void told.push('close way'),
      });
    },
    close: () => void told.push('end'),
  };
  const world = {
    connect: () =>
      Promise.resolve({ openProbe: () => Promise.resolve(probe), close: () => void told.push('hang up') }),
  };
  return { told, world };
}

describe('the test of the relay', () => {
  it('goes through the first that answers, and leaves nothing open', async () => {
    const { told, world } = aNetwork({ 'turns:a.example.org': { roundTripMs: 24 } });
    expect(await testRelay({ world, rtcConfiguration: RELAYS })).toEqual({ elapsedMs: 90, roundTripMs: 24 });
    expect(told).toEqual(['turn:a.example.org', 'end', 'turns:a.example.org', 'close way', 'end', 'hang up']);
  });

  it('takes the time that it needed for one where the browser measured none', async () => {
    const { world } = aNetwork({ 'turn:a.example.org': { roundTripMs: undefined } });
    expect(await testRelay({ world, rtcConfiguration: RELAYS })).toMatchObject({ roundTripMs: 90 });
  });

  it('says so where none answers, and where there is none', async () => {
    const { told, world } = aNetwork({});
    await expect(testRelay({ world, rtcConfiguration: RELAYS })).rejects.toThrow('Nothing comes back');
    expect(told.at(-1)).toBe('hang up');
    for (const rtcConfiguration of [{}, undefined, { iceServers: [{ urls: ['stun:s.example.org'] }] }]) {
      await expect(testRelay({ world, rtcConfiguration })).rejects.toThrow('no relay');
    }
  });

  it('does not go on where the test itself is refused', async () => {
    const { told, world } = aNetwork({ 'turn:a.example.org': new Error('not allowed') });
    await expect(testRelay({ world, rtcConfiguration: RELAYS })).rejects.toThrow('not allowed');
    expect(told).toEqual(['turn:a.example.org', 'end', 'hang up']);
  });
});

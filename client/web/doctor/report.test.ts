import { describe, expect, it } from 'vitest';
import { Doctor, type DoctorWorld } from './doctor.ts';
import { reportOf } from './report.ts';

/** A server with a relay, whose credentials nobody else must see. */
const world: DoctorWorld = {
  now: () => 0,
  hasWebRtc: true,
  connect: () =>
    Promise.resolve({
      openProbe: () =>
        Promise.resolve({
          candidates: [{ protocol: 'udp', address: '203.0.113.7', port: 44_444 } as const],
          open: () =>
            Promise.resolve({
              tookMs: 40,
              roundTripMs: () => Promise.resolve(20),
              uplink: () => Promise.resolve({ kbps: 900, plenty: false }),
              close: () => undefined,
            }),
          close: () => undefined,
        }),
      close: () => undefined,
    }),
};

describe('the report', () => {
  it('tells what was found in lines that can be read, and no secret', async () => {
    const doctor = new Doctor({
      world,
      host: 'meet.example.org',
      rtcConfiguration: {
        iceServers: [{ urls: ['turn:turn.example.org'], username: 'ada', credential: 'very secret' }],
      },
    });
    await doctor.start();
    const report = reportOf(doctor.getSnapshot(), { when: '2026-01-02 12:00', browser: 'Firefox 142' });
    expect(report.split('\n')).toEqual([
      'Connection test of meet.example.org',
      'Made 2026-01-02 12:00',
      'Firefox 142',
      '',
      'Your connection is fit for a meeting.',
      '',
      'Server (works): meet.example.org answers, in 1 ms.',
      'UDP (works): Sound and pictures travel the fast way, by UDP to port 44444 of 203.0.113.7; it stands after 40 ms.',
      'TCP (left out): The server does not offer this.',
      'Relay (TURN) (works): The relay turn:turn.example.org passes sound and pictures on; it stands after 40 ms.',
      'Sending (works): 900 kbit/s go up: enough for a sharp picture.',
      '',
    ]);
    expect(report).not.toMatch(/secret|ada/);
  });
});

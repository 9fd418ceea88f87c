import { describe, expect, it } from 'vitest';
import type { Check, CheckKind, Outcome } from './check.ts';
import { findingOf, verdictOf, type Evidence } from './findings.ts';

const TARGETS: Record<CheckKind, string> = {
  server: 'meet.example.org',
  udp: 'port 44444 of 203.0.113.7',
  tcp: 'port 44444 of 203.0.113.7',
  relay: 'turn:turn.example.org:443?transport=tcp',
  uplink: '',
};

const PASSED: Outcome = { state: 'passed', tookMs: 45.4 };
const BLOCKED: Outcome = { state: 'failed', fault: 'blocked' };
const FAST: Outcome = { state: 'passed', tookMs: 3000, kbps: 2400 };
const NO_RELAY: Outcome = { state: 'skipped', why: 'not-offered' };

/** What is found where nothing else is said: everything is well, and there is no relay. */
function anEvidence(changes: Partial<Record<CheckKind, Outcome>> = {}, relayOnly = false): Evidence {
  const outcomes = { server: PASSED, udp: PASSED, tcp: PASSED, relay: NO_RELAY, uplink: FAST, ...changes };
  const checks = (Object.keys(outcomes) as CheckKind[]).map((kind): Check => ({
    key: kind,
    kind,
    target: TARGETS[kind],
    outcome: outcomes[kind],
  }));
  return { checks, host: 'meet.example.org', relayOnly };
}

function finding(kind: CheckKind, changes: Partial<Record<CheckKind, Outcome>>, relayOnly = false): string {
  const evidence = anEvidence(changes, relayOnly);
  const check = evidence.checks.find((each) => each.kind === kind);
  if (check === undefined) throw new Error(`nothing was found of ${kind}`);
  return findingOf(check, evidence);
}

const up = (kbps: number): Outcome => ({ state: 'passed', tookMs: 3000, kbps });
const NO_WAY: Outcome = { state: 'skipped', why: 'no-way' };
const UNSUPPORTED: Outcome = { state: 'skipped', why: 'not-supported' };
const STOPPED: Outcome = { state: 'skipped', why: 'stopped' };

describe('the verdict', () => {
  it.each<[string, Partial<Record<CheckKind, Outcome>>, boolean, string, string]>([
    ['all is well', {}, false, 'good', 'fit for a meeting'],
    ['only TCP is blocked', { tcp: BLOCKED }, false, 'good', 'fit for a meeting'],
    ['UDP is blocked', { udp: BLOCKED }, false, 'limited', 'delays, because UDP is blocked'],
    [
      'only a relay works',
      { udp: BLOCKED, tcp: BLOCKED, relay: PASSED },
      false,
      'limited',
      'through a relay',
    ],
    [
      'nothing works',
      { udp: BLOCKED, tcp: BLOCKED, relay: { state: 'failed', fault: 'relay-silent' }, uplink: NO_WAY },
      false,
      'bad',
      'neither sound nor pictures',
    ],
    [
      'nothing works before joining',
      { udp: BLOCKED, tcp: BLOCKED, relay: { state: 'skipped', why: 'members-only' }, uplink: NO_WAY },
      false,
      'bad',
      'neither sound nor pictures',
    ],
    ['little goes up', { uplink: up(400) }, false, 'limited', 'picture will be small'],
    ['next to nothing goes up', { uplink: up(90) }, false, 'limited', 'no room for your picture'],
    ['little goes up by TCP', { udp: BLOCKED, uplink: up(90) }, false, 'limited', 'no room for your picture'],
    ['it breaks', { uplink: { state: 'failed', fault: 'broken' } }, false, 'bad', 'breaks off'],
    [
      'the server is out of reach',
      {
        server: { state: 'failed', fault: 'unreachable' },
        udp: NO_WAY,
        tcp: NO_WAY,
        relay: NO_WAY,
        uplink: NO_WAY,
      },
      false,
      'bad',
      'does not get through to meet.example.org',
    ],
    [
      'the server knows no tests',
      { udp: UNSUPPORTED, tcp: UNSUPPORTED, relay: UNSUPPORTED, uplink: UNSUPPORTED },
      false,
      'unknown',
      'could not be tested',
    ],
    ['the prescribed relay works', { udp: BLOCKED, tcp: BLOCKED, relay: PASSED }, true, 'good', 'prescribes'],
    [
      'the prescribed relay does not work',
      { relay: { state: 'failed', fault: 'relay-refused' } },
      true,
      'bad',
      'neither sound nor pictures',
    ],
    ['it was stopped', { tcp: STOPPED, relay: STOPPED, uplink: STOPPED }, false, 'unknown', 'was stopped'],
  ])('where %s', (_, changes, relayOnly, level, text) => {
    const verdict = verdictOf(anEvidence(changes, relayOnly));
    expect(verdict?.level).toBe(level);
    expect(verdict?.text).toContain(text);
  });

  it('is not given before the end', () => {
    expect(verdictOf(anEvidence({ uplink: { state: 'running' } }))).toBeUndefined();
    expect(verdictOf(anEvidence({ tcp: { state: 'waiting' } }))).toBeUndefined();
  });
});

describe('the sentence', () => {
  it.each<[string, CheckKind, Partial<Record<CheckKind, Outcome>>, string]>([
    ['a server that answers', 'server', {}, 'meet.example.org answers, in 45 ms.'],
    [
      'a server that is out of reach',
      'server',
      { server: { state: 'failed', fault: 'unreachable' } },
      'ask whoever runs this one to allow WebSockets to meet.example.org',
    ],
    [
      'UDP that is blocked',
      'udp',
      { udp: BLOCKED },
      'UDP to port 44444 of 203.0.113.7 is blocked by a firewall. The meeting uses TCP instead: expect delays. Ask your administrator to open this UDP port.',
    ],
    [
      'UDP beside a relay',
      'udp',
      { udp: BLOCKED, tcp: BLOCKED, relay: PASSED },
      'goes through a relay instead',
    ],
    ['UDP with nothing else', 'udp', { udp: BLOCKED, tcp: BLOCKED }, 'or try another network'],
    ['TCP that nobody needs', 'tcp', { tcp: BLOCKED }, 'As UDP works, nothing is lost'],
    ['TCP that is needed', 'tcp', { udp: BLOCKED, tcp: BLOCKED }, 'Ask your administrator to open this port'],
    ['a relay that works', 'relay', { relay: PASSED }, 'turn:turn.example.org:443?transport=tcp passes'],
    ['no relay', 'relay', {}, 'This server uses no relay.'],
    [
      'relays that are not told',
      'relay',
      { relay: { state: 'skipped', why: 'members-only' } },
      'in the meeting',
    ],
    [
      'a wrong password for the relay',
      'relay',
      { relay: { state: 'failed', fault: 'relay-refused' } },
      'password',
    ],
    ['a relay without a way on', 'relay', { relay: BLOCKED }, 'does not reach the server'],
    ['a good uplink', 'uplink', {}, '2.4 Mbit/s go up: enough for a sharp picture.'],
    [
      'a middling uplink',
      'uplink',
      { uplink: up(400) },
      '400 kbit/s go up: enough for your voice and a small picture',
    ],
    ['a poor uplink', 'uplink', { uplink: up(90) }, 'Only 90 kbit/s go up'],
    [
      'an uplink that was not filled',
      'uplink',
      { uplink: { state: 'passed', tookMs: 3000, kbps: 8000, plenty: true } },
      'More than 8.0 Mbit/s go up',
    ],
    ['what is to come', 'tcp', { tcp: { state: 'waiting' } }, 'Comes later.'],
  ])('for %s', (_, kind, changes, text) => {
    expect(finding(kind, changes)).toContain(text);
  });

  it('says that a direct way is not needed where relays are prescribed', () => {
    expect(finding('udp', { udp: BLOCKED, relay: PASSED }, true)).toContain('It is not needed');
    expect(finding('tcp', { tcp: BLOCKED, relay: PASSED }, true)).toContain('It is not needed');
  });
});

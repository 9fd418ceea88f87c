import { t } from '../messages/translate.ts';
import { isSettled, type Check, type CheckKind, type Fault, type Omission } from './check.ts';

/** Rates in kbit/s, from which on a picture is sharp, or is worth sending. */
const SHARP_KBPS = 700;
const ANY_PICTURE_KBPS = 200;

type Level = 'good' | 'limited' | 'bad' | 'unknown';

export interface Verdict {
  readonly level: Level;
  readonly text: string;
}

/** What a test has shown, and under which conditions it was made. */
export interface Evidence {
  readonly checks: readonly Check[];
  /** The server, for people to recognise. */
  readonly host: string;
  /** The server wants all media to go through relays. */
  readonly relayOnly: boolean;
}

/** One plain sentence or two for a step: what was found, and the cure where there is one. */
export function findingOf(check: Check, evidence: Evidence): string {
  const { outcome, target, kind } = check;
  switch (outcome.state) {
    case 'waiting':
      return t('doctor.waiting');
    case 'running':
      return t('doctor.running');
    case 'passed':
      return passedText(kind, outcome, target);
    case 'failed':
      return failedText(check, outcome.fault, evidence);
    case 'skipped':
      return skippedText(kind, outcome.why);
  }
}

/** All of it in one sentence; undefined as long as the test goes on. */
export function verdictOf(evidence: Evidence): Verdict | undefined {
  const { checks, relayOnly, host } = evidence;
  if (!checks.every(isSettled)) return undefined;
  if (checks.some(({ outcome }) => outcome.state === 'skipped' && outcome.why === 'stopped')) {
    return { level: 'unknown', text: t('doctor.verdict.stopped') };
  }
  if (failed(checks, 'server')) return { level: 'bad', text: t('doctor.verdict.no-server', { host }) };
  const direct = !relayOnly && (passed(checks, 'udp') || passed(checks, 'tcp'));
  if (!direct && !passed(checks, 'relay')) {
    const tried = failed(checks, 'udp') || failed(checks, 'tcp') || failed(checks, 'relay');
    return tried
      ? { level: 'bad', text: t('doctor.verdict.no-media') }
      : { level: 'unknown', text: t('doctor.verdict.untested') };
  }
  return uplinkVerdict(evidence) ?? wayVerdict(evidence, direct);
}

/** A poor uplink is worse than a detour. */
function uplinkVerdict({ checks }: Evidence): Verdict | undefined {
  const outcome = checks.find(({ kind }) => kind === 'uplink')?.outcome;
  if (outcome?.state === 'failed') return { level: 'bad', text: t('doctor.verdict.broken') };
  const kbps = outcome?.state === 'passed' ? outcome.kbps : undefined;
  if (kbps === undefined || kbps >= SHARP_KBPS) return undefined;
  return {
    level: 'limited',
    text: t(kbps < ANY_PICTURE_KBPS ? 'doctor.verdict.voice' : 'doctor.verdict.slow'),
  };
}

function wayVerdict({ checks, relayOnly }: Evidence, direct: boolean): Verdict {
  if (relayOnly) return { level: 'good', text: t('doctor.verdict.relay-only') };
  if (!direct) return { level: 'limited', text: t('doctor.verdict.relay') };
  if (!passed(checks, 'udp')) return { level: 'limited', text: t('doctor.verdict.tcp') };
  return { level: 'good', text: t('doctor.verdict.good') };
}

function passedText(
  kind: CheckKind,
  { tookMs, kbps, plenty }: { tookMs: number; kbps?: number; plenty?: boolean },
  target: string,
): string {
  const ms = Math.max(1, Math.round(tookMs));
  switch (kind) {
    case 'server':
      return t('doctor.server.passed', { target, ms });
    case 'udp':
      return t('doctor.udp.passed', { target, ms });
    case 'tcp':
      return t('doctor.tcp.passed', { target, ms });
    case 'relay':
      return t('doctor.relay.passed', { target, ms });
    case 'uplink':
      return uplinkText(kbps ?? 0, plenty === true);
  }
}

function uplinkText(kbps: number, plenty: boolean): string {
  const rate =
    kbps >= 1000
      ? t('doctor.rate.m', { rate: (kbps / 1000).toFixed(1) })
      : t('doctor.rate.k', { rate: kbps });
  if (plenty) return t('doctor.uplink.plenty', { rate });
  if (kbps >= SHARP_KBPS) return t('doctor.uplink.sharp', { rate });
  return t(kbps >= ANY_PICTURE_KBPS ? 'doctor.uplink.small' : 'doctor.uplink.voice', { rate });
}

function failedText({ kind, target }: Check, fault: Fault, { checks, host, relayOnly }: Evidence): string {
  switch (fault) {
    case 'unreachable':
      return t('doctor.server.failed', { host });
    case 'relay-silent':
      return t('doctor.relay.silent', { target });
    case 'relay-refused':
      return t('doctor.relay.refused', { target });
    case 'broken':
      return t('doctor.uplink.broken');
    case 'blocked':
      if (kind === 'relay') return t('doctor.relay.blocked', { target });
      if (relayOnly) return t(kind === 'udp' ? 'doctor.udp.relay-only' : 'doctor.tcp.relay-only', { target });
      if (kind === 'tcp')
        return t(passed(checks, 'udp') ? 'doctor.tcp.blocked.udp' : 'doctor.tcp.blocked', { target });
      if (passed(checks, 'tcp')) return t('doctor.udp.blocked.tcp', { target });
      return t(passed(checks, 'relay') ? 'doctor.udp.blocked.relay' : 'doctor.udp.blocked', { target });
  }
}

function skippedText(kind: CheckKind, why: Omission): string {
  switch (why) {
    case 'not-offered':
      return t(kind === 'relay' ? 'doctor.skipped.no-relay' : 'doctor.skipped.not-offered');
    case 'members-only':
      return t('doctor.skipped.members-only');
    case 'not-supported':
      return t('doctor.skipped.not-supported');
    case 'not-allowed':
      return t('doctor.skipped.not-allowed');
    case 'busy':
      return t('doctor.skipped.busy');
    case 'no-webrtc':
      return t('doctor.skipped.no-webrtc');
    case 'no-way':
      return t('doctor.skipped.no-way');
    case 'stopped':
      return t('doctor.skipped.stopped');
  }
}

function passed(checks: readonly Check[], kind: CheckKind): boolean {
  return checks.some((check) => check.kind === kind && check.outcome.state === 'passed');
}

function failed(checks: readonly Check[], kind: CheckKind): boolean {
  return checks.some((check) => check.kind === kind && check.outcome.state === 'failed');
}

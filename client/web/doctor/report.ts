import { t } from '../messages/translate.ts';
import type { Check, CheckKind } from './check.ts';
import { findingOf, verdictOf, type Evidence } from './findings.ts';

const NAMES = {
  server: 'doctor.server',
  udp: 'doctor.udp',
  tcp: 'doctor.tcp',
  relay: 'doctor.relay',
  uplink: 'doctor.uplink',
} as const satisfies Record<CheckKind, string>;

const STATES = {
  waiting: 'doctor.state.waiting',
  running: 'doctor.state.running',
  passed: 'doctor.state.passed',
  failed: 'doctor.state.failed',
  skipped: 'doctor.state.skipped',
} as const satisfies Record<Check['outcome']['state'], string>;

export function checkName({ kind }: Check): string {
  return t(NAMES[kind]);
}

export function stateName({ outcome }: Check): string {
  return t(STATES[outcome.state]);
}

/**
 * All that was found, as text to be passed on. It names the server, its ports and relays, and the browser; neither who
 * somebody is, nor any group, nor what lets anybody in.
 */
export function reportOf(evidence: Evidence, { when, browser }: { when: string; browser: string }): string {
  const verdict = verdictOf(evidence)?.text ?? t('doctor.progress');
  return [
    t('doctor.report.title', { host: evidence.host }),
    t('doctor.report.when', { when }),
    browser,
    '',
    verdict,
    '',
    ...evidence.checks.map(
      (check) => `${checkName(check)} (${stateName(check)}): ${findingOf(check, evidence)}`,
    ),
    '',
  ].join('\n');
}

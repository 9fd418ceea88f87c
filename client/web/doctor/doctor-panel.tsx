import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { spokenLanguage, t } from '../messages/translate.ts';
import { useCopying } from '../ui/clipboard.ts';
import { useStore } from '../ui/hooks.ts';
import { browserDoctor } from './browser-doctor.ts';
import { isSettled, type Check } from './check.ts';
import { Doctor, type DoctorSnapshot } from './doctor.ts';
import { findingOf, verdictOf, type Verdict } from './findings.ts';
import { checkName, reportOf, stateName } from './report.ts';
import type { DoctorTarget } from './target.ts';

export interface DoctorPanelProps {
  readonly target: DoctorTarget;
}

/** Makes the test, and shows what it finds. */
export function DoctorPanel({ target }: DoctorPanelProps) {
  const [doctor] = useState(() => newDoctor(target));
  const state = useStore(doctor);
  const { outcome, copy, forget } = useCopying();
  useEffect(() => {
    void doctor.start();
    return () => {
      doctor.stop();
    };
  }, [doctor]);

  const copyReport = () => {
    const when = new Intl.DateTimeFormat(spokenLanguage(), { dateStyle: 'medium', timeStyle: 'short' });
    const report = reportOf(state, { when: when.format(), browser: navigator.userAgent });
    void copy(report);
  };
  const again = () => {
    forget();
    if (state.running) doctor.stop();
    else void doctor.start();
  };

  return (
    <div className="doctor">
      <VerdictPlate verdict={verdictOf(state)} />
      <ol className="doctor__steps" aria-label={t('doctor.steps')}>
        {state.checks.map((check) => (
          <Step key={check.key} check={check} state={state} />
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {latestText(state)}
      </p>
      <div className="dialog__actions doctor__actions">
        <p className="doctor__copied" role="status">
          {outcome !== undefined && t(outcome === 'copied' ? 'doctor.copied' : 'doctor.copy.failed')}
        </p>
        <button type="button" className="button" disabled={state.running} onClick={copyReport}>
          {t('doctor.copy')}
        </button>
        <button type="button" className="button button--primary" onClick={again}>
          {t(state.running ? 'doctor.stop' : 'doctor.again')}
        </button>
      </div>
    </div>
  );
}

function newDoctor({ endpoint, rtcConfiguration }: DoctorTarget): Doctor {
  return new Doctor({
    world: browserDoctor(endpoint),
    host: URL.canParse(endpoint) ? new URL(endpoint).host : endpoint,
    rtcConfiguration: rtcConfiguration(),
  });
}

const VERDICT_ICONS = {
  good: CircleCheck,
  limited: CircleAlert,
  bad: CircleX,
  unknown: CircleMinus,
} as const satisfies Record<Verdict['level'], unknown>;

function VerdictPlate({ verdict }: { readonly verdict: Verdict | undefined }) {
  const Icon = verdict === undefined ? LoaderCircle : VERDICT_ICONS[verdict.level];
  return (
    <p className="doctor__verdict" data-level={verdict?.level ?? 'running'}>
      <Icon />
      {verdict?.text ?? t('doctor.progress')}
    </p>
  );
}

const STEP_ICONS = {
  waiting: CircleDashed,
  running: LoaderCircle,
  passed: CircleCheck,
  failed: CircleX,
  skipped: CircleMinus,
} as const satisfies Record<Check['outcome']['state'], unknown>;

function Step({ check, state }: { readonly check: Check; readonly state: DoctorSnapshot }) {
  const Icon = STEP_ICONS[check.outcome.state];
  return (
    <li className="doctor__step" data-state={check.outcome.state}>
      <Icon aria-hidden="true" />
      <div>
        <p className="doctor__name">
          {checkName(check)} <span className="visually-hidden">({stateName(check)})</span>
        </p>
        <p className="doctor__finding">{findingOf(check, state)}</p>
      </div>
    </li>
  );
}

/** What a screen reader says: each step when it is done, and the verdict at the end. */
function latestText(state: DoctorSnapshot): string {
  const verdict = verdictOf(state);
  if (verdict !== undefined) return verdict.text;
  const done = state.checks.filter((check) => isSettled(check) && check.outcome.state !== 'skipped').at(-1);
  return done === undefined ? t('doctor.progress') : `${checkName(done)}: ${stateName(done)}`;
}

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import '../styles/statistics.css';
import { t } from '../messages/translate.ts';
import { useCopying } from '../ui/clipboard.ts';
import { useStore } from '../ui/hooks.ts';
import { Bars } from './bars.tsx';
import { useQuality } from './context.ts';
import { History, TOTALS } from './history.ts';
import type { QualityMonitor } from './monitor.ts';
import { Plots } from './plots.tsx';
import { reportOf } from './report.ts';
import { StreamTable } from './stream-table.tsx';

/** What the dialog of statistics shows. Everything is collected only while it is there. */
export function StatisticsPage() {
  const monitor = useQuality();
  const { readings } = useStore(monitor);
  const history = useHistory(monitor);
  const [chosen, setChosen] = useState<string>(TOTALS.down);
  // Of a stream that has ended nothing can be shown.
  const shown = readings.some(({ key }) => key === chosen) || chosen === TOTALS.up ? chosen : TOTALS.down;
  const nameOf = (id: string) => monitor.nameOf(id);
  return (
    <div className="statistics">
      <div className="statistics__top">
        <Trouble monitor={monitor} />
        <CopyButton monitor={monitor} />
      </div>
      <StreamTable readings={readings} nameOf={nameOf} chosen={shown} onChoose={setChosen} />
      <Plots
        history={history.of(shown)}
        reading={readings.find(({ key }) => key === shown)}
        chosen={shown}
        nameOf={nameOf}
      />
    </div>
  );
}

/** Keeps what is measured from now on. */
function useHistory(monitor: QualityMonitor): History {
  const [history] = useState(() => new History());
  const [, setAt] = useState(0);
  useEffect(() => {
    const stop = monitor.watch(() => true);
    const unsubscribe = monitor.subscribe(() => {
      const { at, readings } = monitor.getSnapshot();
      history.add(at, readings);
      setAt(at);
    });
    return () => {
      stop();
      unsubscribe();
    };
  }, [monitor, history]);
  return history;
}

/** One's own connection, and who has a bad one. */
function Trouble({ monitor }: { readonly monitor: QualityMonitor }) {
  const { own, troubled } = useStore(monitor);
  return (
    <section className="statistics__trouble" aria-label={t('quality.troubled')}>
      <p className="statistics__own">
        <Bars level={own} />
        {t(`quality.own.${own}`)}
      </p>
      {troubled.length === 0 ? (
        <p className="statistics__nobody">
          {t(monitor.knowsOthers ? 'quality.troubled.none' : 'quality.troubled.unknown')}
        </p>
      ) : (
        <ul className="statistics__people">
          {troubled.map((id) => {
            const level = monitor.levelOf(id);
            if (level === null) return null;
            return (
              <li key={id}>
                <Bars level={level} />
                {t(`quality.of.${level}`, { name: monitor.nameOf(id) })}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function CopyButton({ monitor }: { readonly monitor: QualityMonitor }) {
  const { outcome, copy } = useCopying();
  const copyReport = () => {
    const report = reportOf({
      snapshot: monitor.getSnapshot(),
      nameOf: (id) => monitor.nameOf(id),
      time: new Date(),
      browser: navigator.userAgent,
    });
    void copy(report);
  };
  return (
    <div className="statistics__copy">
      <button type="button" className="button" onClick={copyReport}>
        {outcome === 'copied' ? <Check /> : <Copy />}
        {t('quality.copy')}
      </button>
      <p className="statistics__outcome" role="status">
        {outcome === 'copied' && t('quality.copied')}
        {outcome === 'failed' && t('quality.copy.failed')}
      </p>
    </div>
  );
}

import { t } from '../messages/translate.ts';
import { TOTALS } from './history.ts';
import { trackName } from './names.ts';
import { bytesText, formatText, framesText, lossText, millisecondsText, rateText } from './numbers.ts';
import type { TrackReading } from './readings.ts';

export interface StreamTableProps {
  readonly readings: readonly TrackReading[];
  readonly nameOf: (id: string) => string;
  /** The key of the row that is shown over time. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

/** Every stream as it is now. The name of one chooses it for the plots. */
export function StreamTable({ readings, nameOf, chosen, onChoose }: StreamTableProps) {
  const choice = { chosen, onChoose };
  return (
    <section className="statistics__streams">
      <h3 className="statistics__head" id="statistics-streams">
        {t('quality.streams')}
      </h3>
      <p className="statistics__hint">
        {t(readings.length === 0 ? 'quality.streams.none' : 'quality.streams.hint')}
      </p>
      {/* Wider than a phone: whoever has no pointer scrolls it with the arrow keys. */}
      <div className="statistics__scroll" role="region" aria-labelledby="statistics-streams" tabIndex={0}>
        <table className="stream-table">
          <thead>
            <tr>
              <th scope="col">{t('quality.column.stream')}</th>
              <th scope="col">{t('quality.column.rate')}</th>
              <th scope="col">{t('quality.column.loss')}</th>
              <th scope="col">{t('quality.column.delay')}</th>
              <th scope="col">{t('quality.column.jitter')}</th>
              <th scope="col">{t('quality.column.frames')}</th>
              <th scope="col">{t('quality.column.bytes')}</th>
              <th scope="col" className="stream-table__format">
                {t('quality.column.format')}
              </th>
            </tr>
          </thead>
          {(['up', 'down'] as const).map((direction) => (
            <Direction
              key={direction}
              direction={direction}
              readings={readings}
              nameOf={nameOf}
              {...choice}
            />
          ))}
        </table>
      </div>
    </section>
  );
}

type Choice = Pick<StreamTableProps, 'chosen' | 'onChoose'>;

function Direction(props: Omit<StreamTableProps, never> & { readonly direction: 'up' | 'down' }) {
  const { direction, readings, nameOf, chosen, onChoose } = props;
  const those = readings.filter((reading) => reading.direction === direction);
  const rates = those.map(({ rate }) => rate).filter((rate) => rate !== undefined);
  const bytes = those.reduce((sum, reading) => sum + reading.bytes, 0);
  return (
    <tbody>
      <tr className="stream-table__total">
        <Name
          id={TOTALS[direction]}
          text={t(`quality.all.${direction}`)}
          chosen={chosen}
          onChoose={onChoose}
        />
        <Cell value={rates.length === 0 ? undefined : sum(rates)} text={rateText} />
        <td colSpan={4} />
        <Cell value={bytes} text={bytesText} />
        <td />
      </tr>
      {those.map((reading) => (
        <tr key={reading.key}>
          <Name id={reading.key} text={trackName(reading, nameOf)} chosen={chosen} onChoose={onChoose} />
          <Cell value={reading.rate} text={rateText} />
          <Cell value={reading.loss} text={lossText} />
          <Cell value={reading.rttMs} text={millisecondsText} />
          <Cell value={reading.jitterMs} text={millisecondsText} />
          <Cell value={reading.framesPerSecond} text={framesText} />
          <Cell value={reading.bytes} text={bytesText} />
          <td className="stream-table__format">{formatText(reading)}</td>
        </tr>
      ))}
    </tbody>
  );
}

function Name({ id, text, chosen, onChoose }: Choice & { readonly id: string; readonly text: string }) {
  return (
    <th scope="row">
      <button
        type="button"
        className="stream-table__name"
        aria-pressed={id === chosen}
        onClick={() => {
          onChoose(id);
        }}
      >
        {text}
      </button>
    </th>
  );
}

function Cell({
  value,
  text,
}: {
  readonly value: number | undefined;
  readonly text: (value: number) => string;
}) {
  if (value !== undefined) return <td>{text(value)}</td>;
  return (
    <td>
      <span aria-label={t('quality.unknown')} role="img">
        –
      </span>
    </td>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

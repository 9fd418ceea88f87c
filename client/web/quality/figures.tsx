import { t } from '../messages/translate.ts';
import { trackName } from './names.ts';
import { framesText, formatText, lossText, millisecondsText, rateText } from './numbers.ts';
import type { TrackReading } from './readings.ts';

export interface FiguresProps {
  readonly readings: readonly TrackReading[];
  readonly nameOf: (id: string) => string;
}

/** A few tracks in numbers, for a small place. */
export function Figures({ readings, nameOf }: FiguresProps) {
  return (
    <ul className="figures">
      {readings.map((reading) => {
        const { key, rate, loss, rttMs, framesPerSecond } = reading;
        return (
          <li key={key} className="figures__track">
            <span className="figures__name">{trackName(reading, nameOf)}</span>
            <span className="figures__format">
              {formatText(reading)}
              {framesPerSecond !== undefined && `, ${framesText(framesPerSecond)}`}
            </span>
            <dl className="figures__values">
              <Figure name={t('quality.column.rate')} value={rate} text={rateText} />
              <Figure name={t('quality.column.loss')} value={loss} text={lossText} />
              <Figure name={t('quality.column.delay')} value={rttMs} text={millisecondsText} />
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

function Figure(props: {
  readonly name: string;
  readonly value: number | undefined;
  readonly text: (value: number) => string;
}) {
  const { name, value, text } = props;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === undefined ? '–' : text(value)}</dd>
    </div>
  );
}

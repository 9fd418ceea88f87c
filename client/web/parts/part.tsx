import {
  useEffect,
  useReducer,
  useState,
  type ComponentType,
  type FunctionComponent,
  type ReactNode,
} from 'react';
import { t } from '../messages/translate.ts';

/** What is told to whoever stands for a part that could not be fetched. */
export interface LostPartProps {
  /** Fetches it once more. */
  readonly onAgain: () => void;
}

export interface PartOptions<Props> {
  readonly load: () => Promise<ComponentType<Props>>;
  /** What is seen until the part is there. */
  readonly waiting?: (() => ReactNode) | undefined;
  /** What is seen where it cannot be fetched. By default a sentence with a button. */
  readonly lost?: ComponentType<Props & LostPartProps> | undefined;
}

/**
 * A part of the page that is fetched when it is first drawn.
 *
 * Unlike React's `lazy`, it takes nothing else down where the network is away or the server has been upgraded meanwhile,
 * and it can be fetched again.
 */
export function part<Props extends object>(options: PartOptions<Props>): FunctionComponent<Props> {
  const { load, waiting, lost: Lost = LostPart } = options;
  let Loaded: ComponentType<Props> | undefined;
  return function Part(props: Props) {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    const [lost, setLost] = useState(false);
    useEffect(() => {
      if (Loaded !== undefined || lost) return undefined;
      let drawn = true;
      load().then(
        (component) => {
          Loaded = component;
          if (drawn) redraw();
        },
        (error: unknown) => {
          console.warn('A part of the page could not be fetched:', error);
          if (drawn) setLost(true);
        },
      );
      return () => {
        drawn = false;
      };
    }, [lost]);
    if (Loaded !== undefined) return <Loaded {...props} />;
    if (!lost) return waiting?.();
    return (
      <Lost
        {...props}
        onAgain={() => {
          setLost(false);
        }}
      />
    );
  };
}

function LostPart({ onAgain }: LostPartProps) {
  return (
    <div className="lost-part" role="alert">
      <p>{t('part.lost')}</p>
      <button type="button" className="button button--small" onClick={onAgain}>
        {t('part.again')}
      </button>
    </div>
  );
}

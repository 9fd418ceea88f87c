import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, CornerDownLeft, Search } from 'lucide-react';
import {
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import type { CommandPort } from '@evagore/shared/commands';
import '../styles/palette.css';
import { OutputLines } from '../chat/local-message.tsx';
import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import { useApp, type AppContext } from '../ui/context.ts';
import type { PageAction } from './page-actions.ts';
import { usePalette, type PaletteState } from './use-palette.ts';

export interface PaletteProps extends DialogProps {
  readonly port: CommandPort;
  /** What the page can do at the moment. */
  readonly actions: (app: AppContext) => readonly PageAction[];
}

/** Everything that can be done, found by typing a few letters of it. */
export function Palette({ open, onOpenChange, port, actions }: PaletteProps) {
  const input = useRef<HTMLInputElement>(null);
  const before = useRef<Element>(null);
  const [opening, setOpening] = useState({ open, count: 0 });
  // Whoever opens it again while it still fades out means another one.
  if (opening.open !== open) setOpening({ open, count: opening.count + (open ? 1 : 0) });
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup
          className="palette"
          initialFocus={input}
          // What was done may have put the focus somewhere itself.
          finalFocus={() => {
            const { activeElement, body } = document;
            if (activeElement !== body && !inPalette(activeElement)) return false;
            return before.current instanceof HTMLElement && before.current.isConnected
              ? before.current
              : true;
          }}
        >
          <Dialog.Title className="visually-hidden">{t('palette.title')}</Dialog.Title>
          <PaletteBody
            key={opening.count}
            input={input}
            port={port}
            actions={actions}
            onOpened={() => {
              const { activeElement, body } = document;
              // What is typed into goes with the palette before.
              if (activeElement !== body && !inPalette(activeElement)) before.current = activeElement;
              // A dialog that still fades out gives no focus to a box that takes the place of the one before.
              input.current?.focus();
            }}
            close={() => {
              onOpenChange(false);
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function inPalette(element: Element | null): boolean {
  return element?.closest('.palette') != null;
}

interface PaletteBodyProps extends Pick<PaletteProps, 'port' | 'actions'> {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly onOpened: () => void;
  readonly close: () => void;
}

function PaletteBody({ input, port, actions, onOpened, close }: PaletteBodyProps) {
  const app = useApp();
  const { notices } = app;
  const id = useId();
  const opened = useEffectEvent(onOpened);
  useLayoutEffect(() => {
    opened();
  }, []);
  const state = usePalette({
    port,
    actions: actions(app),
    close,
    onDone: (sentence) => {
      notices.show('info', sentence, 'palette');
    },
  });
  const { question, argument, typed, options, highlighted, problem, result, busy } = state;
  if (result !== undefined) return <Result lines={result} close={close} />;
  const optionId = (index: number) => `${id}-${index.toString()}`;
  return (
    <>
      {question !== undefined && (
        <p className="palette__asked">
          <button type="button" className="icon-button" aria-label={t('palette.back')} onClick={state.back}>
            <ChevronLeft />
          </button>
          <strong>{port.text(question.command.summary)}</strong>
          {question.given
            .filter((answer) => answer !== '')
            .map((answer, index) => (
              <span key={index.toString()} className="palette__answer">
                {answer}
              </span>
            ))}
        </p>
      )}
      <div className="palette__row">
        <Search />
        <input
          ref={input}
          className="palette__box"
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={highlighted === undefined ? undefined : optionId(highlighted)}
          aria-label={labelOf(state, port)}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-problem`}
          placeholder={labelOf(state, port)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={argument?.type === 'rest'}
          enterKeyHint="go"
          maxLength={2000}
          value={typed}
          onChange={({ target }) => {
            state.type(target.value);
          }}
          onKeyDown={(event) => {
            pressed(event, state);
          }}
        />
      </div>
      <p id={`${id}-problem`} className="palette__problem" role="alert">
        {problem}
      </p>
      <Options id={id} state={state} optionId={optionId} onTaken={() => input.current?.focus()} />
      <p className="visually-hidden" role="status">
        {busy
          ? t('palette.working')
          : argumentTakesText(state)
            ? ''
            : t('palette.count', { count: options.length })}
      </p>
      <p className="palette__keys" aria-hidden="true">
        {t(question === undefined ? 'palette.keys' : 'palette.keys.asked')}
      </p>
    </>
  );
}

function pressed(event: KeyboardEvent, state: PaletteState): void {
  // While a word is being composed, its keys belong to the input method.
  if (event.nativeEvent.isComposing) return;
  switch (event.key) {
    case 'ArrowDown':
      state.move(1);
      break;
    case 'ArrowUp':
      state.move(-1);
      break;
    case 'Enter':
      state.enter();
      break;
    case 'Backspace':
      if (state.typed !== '' || state.question === undefined) return;
      state.back();
      break;
    default:
      return;
  }
  event.preventDefault();
}

function Options(props: {
  readonly id: string;
  readonly state: PaletteState;
  readonly optionId: (index: number) => string;
  readonly onTaken: () => void;
}) {
  const { id, state, optionId, onTaken } = props;
  const { options, highlighted, question } = state;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [highlighted, options]);
  return (
    <>
      <div
        ref={list}
        id={id}
        className="palette__list"
        role="listbox"
        aria-label={t(question === undefined ? 'palette.list' : 'palette.choices')}
      >
        {options.map(({ key, label, detail, shortcut, take }, index) => (
          <div
            key={key}
            id={optionId(index)}
            className="palette__option"
            role="option"
            aria-selected={index === highlighted}
            onPointerDown={(event) => {
              // The box keeps the focus, and a phone its keyboard.
              event.preventDefault();
            }}
            onClick={() => {
              take();
              onTaken();
            }}
          >
            <span className="palette__label">{label}</span>
            {detail !== '' && <span className="palette__detail">{detail}</span>}
            {shortcut !== undefined && <kbd className="palette__key">{shortcut}</kbd>}
          </div>
        ))}
      </div>
      {options.length === 0 && !argumentTakesText(state) && (
        <p className="palette__none">{t('palette.none')}</p>
      )}
      {argumentTakesText(state) && (
        <p className="palette__none">
          <CornerDownLeft />
        </p>
      )}
    </>
  );
}

/** Whether anything may be typed, so that nothing is to be chosen. */
function argumentTakesText({ argument, options }: PaletteState): boolean {
  return argument !== undefined && options.length === 0 && argument.type !== 'user';
}

function labelOf({ argument }: PaletteState, port: CommandPort): string {
  if (argument === undefined) return t('palette.search');
  const text = port.text(argument.description);
  const description = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return argument.optional === true ? t('palette.optional', { description }) : description;
}

function Result(props: {
  readonly lines: Parameters<typeof OutputLines>[0]['lines'];
  readonly close: () => void;
}) {
  const { lines, close } = props;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
  }, []);
  return (
    <>
      <div className="palette__result" role="status" aria-label={t('palette.result')}>
        <OutputLines lines={lines} />
      </div>
      <div className="palette__foot">
        <button ref={button} type="button" className="button button--primary" onClick={close}>
          {t('common.close')}
        </button>
      </div>
    </>
  );
}

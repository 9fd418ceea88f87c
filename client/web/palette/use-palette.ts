import { useState } from 'react';
import {
  perform,
  usableCommands,
  usageOf,
  type Command,
  type CommandPort,
  type OutputLine,
} from '@evagore/shared/commands';
import { SHORTCUTS } from '../meeting/shortcuts.ts';
import { t } from '../messages/translate.ts';
import { sentenceOf } from '../state/error-sentence.ts';
import { capOf } from '../ui/keys.ts';
import { bestFits } from './fuzzy.ts';
import type { PageAction } from './page-actions.ts';
import { answered, asked, before, choicesFor, lineOf, type Question } from './question.ts';

/** A line of the list. */
export interface Option {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  /** The key that does the same, as it stands on the keyboard. */
  readonly shortcut?: string | undefined;
  readonly take: () => void;
}

/** Commands that a single key gives as well. */
const COMMAND_KEYS: Readonly<Record<string, { readonly key: string }>> = {
  log: SHORTCUTS.log,
  raise: SHORTCUTS.hand,
  unraise: SHORTCUTS.hand,
  sharescreen: SHORTCUTS.share,
  unsharescreen: SHORTCUTS.share,
};

/** Commands that need no word of success: what they do cannot be overlooked. */
const SEEN: ReadonlySet<string> = new Set(['leave', 'log']);

export interface PaletteOptions {
  readonly port: CommandPort;
  readonly actions: readonly PageAction[];
  readonly close: () => void;
  /** It was carried out, and this sentence is all there is to say. */
  readonly onDone: (sentence: string) => void;
}

/** What the palette shows, and what keys do to it. */
export function usePalette({ port, actions, close, onDone }: PaletteOptions) {
  const [typed, setTyped] = useState('');
  const [question, setQuestion] = useState<Question>();
  const [chosen, setChosen] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const [result, setResult] = useState<readonly OutputLine[]>();
  const [busy, setBusy] = useState(false);

  const ask = (next: Question | undefined) => {
    setQuestion(next);
    setTyped('');
    setChosen(undefined);
    setProblem(undefined);
  };
  const carryOut = async (complete: Question) => {
    setBusy(true);
    setProblem(undefined);
    const { lines, problem: failure } = await given(lineOf(complete), port);
    setBusy(false);
    if (failure !== undefined) setProblem(failure);
    else if (lines.length > 1 || lines[0]?.link !== undefined) setResult(lines);
    else {
      close();
      if (!SEEN.has(complete.command.name)) onDone(sentenceIn(lines));
    }
  };
  const proceed = (next: Question) => {
    if (asked(next) === undefined) void carryOut(next);
    else ask(next);
  };
  const argument = question && asked(question);
  const options: readonly Option[] =
    question === undefined
      ? commandOptions(typed, port, actions, { close, proceed })
      : choicesFor(question, typed, port).map(({ label, detail }) => ({
          key: label,
          label,
          detail,
          take: () => {
            proceed(answered(question, label));
          },
        }));
  // Where something may be left out, Enter leaves it out.
  const first = argument?.optional === true && typed === '' ? undefined : 0;
  const highlighted = options.length === 0 ? undefined : clamped(chosen ?? first, options.length);

  return {
    typed,
    question,
    argument,
    options,
    highlighted,
    problem,
    result,
    busy,
    type: (text: string) => {
      setTyped(text);
      setChosen(undefined);
      setProblem(undefined);
    },
    move: (step: 1 | -1) => {
      const count = options.length;
      if (count > 0) setChosen(((highlighted ?? (step > 0 ? -1 : count)) + step + count) % count);
    },
    /** Enter: takes what is highlighted, or what was typed. */
    enter: () => {
      if (busy) return;
      if (highlighted !== undefined) options[highlighted]?.take();
      else if (question !== undefined && (typed.trim() !== '' || argument?.optional === true)) {
        proceed(answered(question, typed));
      }
    },
    back: () => {
      if (question !== undefined) ask(before(question));
    },
  };
}

export type PaletteState = ReturnType<typeof usePalette>;

function commandOptions(
  typed: string,
  port: CommandPort,
  actions: readonly PageAction[],
  { close, proceed }: { readonly close: () => void; readonly proceed: (question: Question) => void },
): readonly Option[] {
  const all: readonly (Option & { readonly texts: readonly string[] })[] = [
    ...actions
      .filter(({ searched }) => typed !== '' || searched !== true)
      .map(({ id, label, shortcut, run }) => ({
        key: `action ${id}`,
        label,
        detail: '',
        shortcut,
        texts: [label, id],
        take: () => {
          close();
          run();
        },
      })),
    ...usableCommands(port).map((command: Command) => ({
      key: `command ${command.name}`,
      label: port.text(command.summary),
      detail: usageOf(command),
      shortcut: capOfCommand(command),
      texts: [port.text(command.summary), command.name],
      take: () => {
        proceed({ command, given: [] });
      },
    })),
  ];
  return bestFits(typed.replace(/^\//, ''), all, ({ texts }) => texts);
}

function capOfCommand({ name }: Command): string | undefined {
  const shortcut = COMMAND_KEYS[name];
  return shortcut && capOf(shortcut.key);
}

/** Gives a command, and gathers what it says. */
async function given(
  line: string,
  port: CommandPort,
): Promise<{ readonly lines: readonly OutputLine[]; readonly problem?: string }> {
  const lines: OutputLine[] = [];
  try {
    const outcome = await perform(line, { ...port, print: (more) => void lines.push(...more) });
    return outcome.type === 'refused' ? { lines, problem: outcome.problem.message } : { lines };
  } catch (error) {
    return { lines, problem: sentenceOf(error) };
  }
}

function sentenceIn([line]: readonly OutputLine[]): string {
  if (line === undefined) return t('palette.done');
  return line.term === undefined ? line.text : `${line.term}: ${line.text}`;
}

function clamped(index: number | undefined, count: number): number | undefined {
  return index === undefined ? undefined : Math.min(index, count - 1);
}

import type { OutputLine } from '@evagore/shared/commands';
import { endSentence } from '../files/end-sentence.ts';
import { momentWriter } from '../messages/dates.ts';
import { listText } from '../messages/lists.ts';
import { t, type PlainKey } from '../messages/translate.ts';
import { displayName } from '../state/participants.ts';
import type { Happening, LogEntry, Right } from './happening.ts';

/** What an entry says, in the language that is spoken now. */
export interface LogLine {
  /** Who says it, or what kind of thing is said; undefined where the text is a sentence by itself. */
  readonly who?: string | undefined;
  readonly text: string;
}

type Of<Type extends Happening['type']> = Extract<Happening, { readonly type: Type }>;

const RIGHT_TEXTS = {
  op: { gained: 'notice.op.gained', lost: 'notice.op.lost' },
  present: { gained: 'notice.present.gained', lost: 'notice.present.lost' },
  message: { gained: 'log.message.gained', lost: 'log.message.lost' },
} as const satisfies Record<Right, Record<'gained' | 'lost', PlainKey>>;

/** As the reader's clock has it. */
export const timeOfDay = momentWriter({ hour: 'numeric', minute: '2-digit' });

export function lineOf(what: Happening): LogLine {
  switch (what.type) {
    case 'message':
      return messageLine(what);
    case 'caption':
      return { who: t('log.caption', { name: displayName(what.name) }), text: what.text };
    case 'output':
    case 'problem':
      return { who: t(`log.${what.type}`), text: what.lines.map(outputText).join('\n') };
    case 'notice':
      return { who: t(`log.notice.${what.level}`), text: what.text };
    default:
      return { text: eventSentence(what) };
  }
}

/** An entry as one sentence, without its time. */
export function sentenceOf(what: Happening): string {
  const { who, text } = lineOf(what);
  return who === undefined ? text : t('log.said', { who, text });
}

/** An entry as it is read aloud. */
export function spokenEntry({ at, what }: LogEntry): string {
  return t('log.entry', { time: timeOfDay(at), sentence: sentenceOf(what) });
}

function messageLine({ message }: Of<'message'>): LogLine {
  const { kind, name, own, value, privateWith } = message;
  const who =
    privateWith === undefined
      ? own
        ? t('log.you')
        : name
      : t(own ? 'log.private.to' : 'log.private.from', { name: privateWith.name });
  if (kind !== 'me') return { who, text: value };
  return privateWith === undefined ? { text: `${name} ${value}` } : { who, text: `${name} ${value}` };
}

function outputText({ term, text, link }: OutputLine): string {
  const said = term === undefined ? text : t('log.said', { who: term, text });
  return link === undefined ? said : `${said}\n${link}`;
}

function eventSentence(
  what: Exclude<Happening, Of<'message' | 'caption' | 'output' | 'problem' | 'notice'>>,
): string {
  switch (what.type) {
    case 'joined':
    case 'left':
      return t(`notice.${what.type}`, { name: displayName(what.name) });
    case 'here':
      return hereSentence(what);
    case 'crowd':
      return t(`log.${what.what}.crowd`, { count: what.count });
    case 'line-lost':
    case 'line-back':
      return t(`log.${what.type}`, { name: displayName(what.name) });
    case 'hand-raised':
    case 'hand-lowered':
    case 'screen-begun':
    case 'screen-ended':
    case 'film-begun':
    case 'film-ended':
    case 'deleted':
      return what.own ? t(`log.${what.type}.own`) : t(`log.${what.type}`, { name: displayName(what.name) });
    case 'transfer': {
      const { name, file, own } = what;
      return t(own ? 'log.file.own' : 'notice.file', { name, file });
    }
    case 'transfer-done': {
      const { name, file, own } = what;
      return t(own ? 'log.file.done.own' : 'log.file.done', { name, file });
    }
    case 'transfer-failed': {
      const { name, file, own, end } = what;
      return t(own ? 'log.file.failed.own' : 'log.file.failed', { name, file, why: endSentence(end, name) });
    }
    case 'unsent':
      return t('chat.unsent.notice', { problem: what.problem });
    case 'muted':
      return what.name === '' ? t('notice.muted') : t('notice.muted-by', { name: what.name });
    case 'right':
      return t(RIGHT_TEXTS[what.right][what.gained ? 'gained' : 'lost']);
    case 'stop': {
      const time = timeOfDay(what.at);
      return what.why === '' ? t('log.stop', { time }) : t('log.stop.why', { time, why: what.why });
    }
    default:
      return t(`log.${what.type}`);
  }
}

function hereSentence({ names, others }: Of<'here'>): string {
  if (names.length === 0) return t('log.here.nobody');
  const rest = others === 0 ? [] : [t('log.here.others', { count: others })];
  return t('log.here', { names: listText([...names, ...rest]) });
}

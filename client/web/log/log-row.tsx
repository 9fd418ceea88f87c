import {
  Captions,
  CircleAlert,
  CircleDot,
  CircleStop,
  Hand,
  Info,
  KeyRound,
  Lock,
  LockOpen,
  LogIn,
  LogOut,
  MessageSquare,
  MessageSquareX,
  MicOff,
  MonitorUp,
  Paperclip,
  Play,
  Power,
  Terminal,
  TriangleAlert,
  Users,
  Wifi,
  WifiOff,
  type LucideIcon,
} from 'lucide-react';
import { withLinks } from '../state/web-address.ts';
import { hueStyle } from '../ui/avatar.tsx';
import { steady } from '../ui/spoken.tsx';
import type { Happening, LogEntry } from './happening.ts';
import { lineOf, spokenEntry, timeOfDay } from './sentences.ts';

const ICONS = {
  ...{ came: LogIn, 'came-again': LogIn, here: Users, joined: LogIn, left: LogOut, crowd: Users },
  ...{ 'hand-raised': Hand, 'hand-lowered': Hand, 'line-lost': WifiOff, 'line-back': Wifi },
  ...{ 'screen-begun': MonitorUp, 'screen-ended': MonitorUp, 'film-begun': Play, 'film-ended': Play },
  ...{ message: MessageSquare, deleted: MessageSquareX, cleared: MessageSquareX, caption: Captions },
  ...{
    output: Terminal,
    problem: CircleAlert,
    unsent: CircleAlert,
    transfer: Paperclip,
    'transfer-done': Paperclip,
    'transfer-failed': Paperclip,
  },
  ...{ muted: MicOff, right: KeyRound, locked: Lock, unlocked: LockOpen },
  ...{ 'recording-begun': CircleDot, 'recording-ended': CircleStop, stop: Power, 'goes-on': Power },
  ...{ 'own-line-lost': WifiOff, 'own-line-back': Wifi },
} as const satisfies Record<Exclude<Happening['type'], 'notice'>, LucideIcon>;

const NOTICE_ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;

export interface LogRowProps {
  readonly entry: LogEntry;
  /** It is the one to which Tab leads. */
  readonly current: boolean;
}

/** One thing that has happened: a sentence with its time. */
export const LogRow = steady(function LogRow({ entry, current }: LogRowProps) {
  const { id, at, what } = entry;
  const { who, text } = lineOf(what);
  const Icon = what.type === 'notice' ? NOTICE_ICONS[what.level] : ICONS[what.type];
  return (
    <div
      role="article"
      className="log-row"
      data-entry={id}
      data-tone={toneOf(what)}
      tabIndex={current ? 0 : -1}
      aria-label={spokenEntry(entry)}
    >
      <time className="log-row__time" dateTime={new Date(at).toISOString()}>
        {timeOfDay(at)}
      </time>
      <Icon />
      <p className="log-row__text" dir="auto">
        {who !== undefined && (
          <strong
            className="log-row__who"
            {...(what.type === 'message' && { style: hueStyle(what.message.source ?? who) })}
          >
            {who}
          </strong>
        )}
        {what.type === 'message' ? <Linked text={text} reachable={current} /> : text}
      </p>
    </div>
  );
});

/** How it is to look: quiet, like words, like a secret, or like a warning. */
function toneOf(what: Happening): 'event' | 'said' | 'private' | 'local' | 'warning' | 'error' {
  switch (what.type) {
    case 'message':
      return what.message.privateWith === undefined ? 'said' : 'private';
    case 'caption':
      return 'said';
    case 'output':
      return 'local';
    case 'problem':
    case 'unsent':
      return 'error';
    case 'notice':
      return what.level === 'info' ? 'event' : what.level;
    case 'muted':
    case 'stop':
    case 'own-line-lost':
      return 'warning';
    default:
      return 'event';
  }
}

/** @param reachable - Tab leads to the links of the current entry only. */
function Linked({ text, reachable }: { readonly text: string; readonly reachable: boolean }) {
  return withLinks(text).map((part, index) =>
    part.href === undefined ? (
      part.text
    ) : (
      <a
        // The parts of one text never change places.
        key={index.toString()}
        href={part.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        tabIndex={reachable ? 0 : -1}
      >
        {part.text}
      </a>
    ),
  );
}

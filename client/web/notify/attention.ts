import { t } from '../messages/translate.ts';
import type { Change } from './arrivals.ts';
import type { NotificationChoice, SoundName } from './notification-choice.ts';

/** Something that a person may want to be told of. */
export type Happening =
  | ({ readonly type: 'arrivals' } & Change)
  | {
      readonly type: 'message';
      readonly from: string;
      readonly text: string;
      /** To oneself only. */
      readonly isPrivate: boolean;
    }
  /** A file is offered to oneself. */
  | { readonly type: 'file'; readonly from: string; readonly file: string }
  | { readonly type: 'hand'; readonly name: string };

/** How things are with the one who is to be told. */
export interface Circumstances {
  /** In the meeting, oneself included. */
  readonly people: number;
  /** The page is out of sight. */
  readonly hidden: boolean;
  /** The chat is in front of one's eyes. */
  readonly reading: boolean;
  readonly operator: boolean;
  readonly ownName: string;
  readonly choice: NotificationChoice;
}

/** Ways to tell; those that are absent are not taken. */
export interface Attention {
  readonly sound?: SoundName;
  /** A sentence on the page. */
  readonly notice?: string;
  /** A sentence for screen readers, who do not see the chat grow. */
  readonly spoken?: string;
  readonly desktop?: { readonly title: string; readonly body: string };
}

/** Above this many people, comings and goings make no sound. */
const SOUNDS_UP_TO = 8;

/** Above this many people, nobody wants to be told who comes and goes. */
const NOTICES_UP_TO = 30;

/** So much of a message is enough to know what it is about. */
const MOST_QUOTED = 140;

/** Decides how somebody is told of what happens. */
export function attentionFor(happening: Happening, now: Circumstances): Attention {
  switch (happening.type) {
    case 'arrivals':
      return forArrivals(happening, now);
    case 'message':
      return forMessage(happening, now);
    case 'file':
      return forFile(happening, now);
    case 'hand':
      return forHand(happening.name, now);
  }
}

function forHand(name: string, now: Circumstances): Attention {
  const desktop = now.operator && wanted('hand', now);
  return {
    ...sound('hand', now),
    // In a large meeting the list of people shows the queue.
    ...(now.people <= NOTICES_UP_TO && { notice: t('notice.hand', { name }) }),
    ...(desktop && { desktop: { title: t('desktop.hand', { name }), body: '' } }),
  };
}

function forArrivals({ joined, left }: Change, now: Circumstances): Attention {
  const sentences = [arrivalSentence('joined', joined), arrivalSentence('left', left)];
  const told = now.choice.arrivals && now.people <= NOTICES_UP_TO;
  const heard = now.people <= SOUNDS_UP_TO ? sound(joined.length > 0 ? 'join' : 'leave', now) : {};
  return { ...heard, ...(told && { notice: sentences.filter(Boolean).join(' ') }) };
}

function forMessage(message: Extract<Happening, { type: 'message' }>, now: Circumstances): Attention {
  const { from, isPrivate } = message;
  const mentioned = mentions(message.text, now.ownName);
  const text = quoted(message.text);
  const seen = now.reading && !now.hidden;
  const sentence = isPrivate
    ? t('notice.message.private', { name: from, text })
    : t('notice.message', { name: from, text });
  const told = !now.reading && (isPrivate || mentioned);
  const desktop = (isPrivate && wanted('private', now)) || (mentioned && wanted('mention', now));
  const title = isPrivate ? t('desktop.private', { name: from }) : t('desktop.mention', { name: from });
  return {
    ...(!seen && sound('message', now)),
    ...(told ? { notice: sentence } : { spoken: sentence }),
    ...(desktop && { desktop: { title, body: text } }),
  };
}

function forFile({ from, file }: Extract<Happening, { type: 'file' }>, now: Circumstances): Attention {
  const sentence = t('notice.file', { name: from, file });
  const desktop = wanted('private', now);
  return {
    ...((!now.reading || now.hidden) && sound('message', now)),
    ...(now.reading ? { spoken: sentence } : { notice: sentence }),
    ...(desktop && { desktop: { title: t('desktop.file', { name: from }), body: file } }),
  };
}

function sound(name: SoundName, { choice }: Circumstances): Attention {
  return choice.sounds.includes(name) ? { sound: name } : {};
}

function wanted(
  topic: NotificationChoice['desktopTopics'][number],
  { hidden, choice }: Circumstances,
): boolean {
  return hidden && choice.desktop && choice.desktopTopics.includes(topic);
}

/** “Ada and 2 others joined.” Empty where nobody did. */
export function arrivalSentence(what: 'joined' | 'left', names: readonly string[]): string {
  const [name, other] = names;
  if (name === undefined) return '';
  if (other === undefined) return t(`notice.${what}`, { name });
  if (names.length === 2) return t(`notice.${what}.two`, { name, other });
  return t(`notice.${what}.more`, { name, count: names.length - 1 });
}

/** Whether a text names somebody, as a word of its own. */
export function mentions(text: string, name: string): boolean {
  const wanted = name.trim();
  if (wanted.length < 2) return false;
  const pattern = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`, 'iu').test(text);
}

/** A beginning of a text that fits a notice. */
function quoted(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= MOST_QUOTED ? flat : `${flat.slice(0, MOST_QUOTED).trimEnd()}…`;
}

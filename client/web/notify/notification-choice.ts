import { z } from 'zod';

/** What can be heard when something happens. */
export const SOUNDS = ['join', 'leave', 'message', 'hand'] as const;
export type SoundName = (typeof SOUNDS)[number];

/** What the system's own notifications tell while the page is out of sight. */
export const DESKTOP_TOPICS = ['private', 'mention', 'hand'] as const;
export type DesktopTopic = (typeof DESKTOP_TOPICS)[number];

const onAtFirst = z.boolean().catch(true);

/** How one wants to be told of what happens, as this browser remembers it. */
export const NotificationChoice = z.object({
  /** Whether a notice tells who comes and goes. */
  arrivals: onAtFirst,
  sounds: z.array(z.enum(SOUNDS)).catch([...SOUNDS]),
  /** Off until it is asked for: the browser wants a permission. */
  desktop: z.boolean().catch(false),
  desktopTopics: z.array(z.enum(DESKTOP_TOPICS)).catch([...DESKTOP_TOPICS]),
});
export type NotificationChoice = Readonly<z.infer<typeof NotificationChoice>>;

export const CAPTION_SIZES = ['small', 'medium', 'large'] as const;
export type CaptionSize = (typeof CAPTION_SIZES)[number];

/** Whether captions are shown, and how large. */
export const CaptionChoice = z.object({
  shown: onAtFirst,
  size: z.enum(CAPTION_SIZES).catch('medium'),
});
export type CaptionChoice = Readonly<z.infer<typeof CaptionChoice>>;

/** A list with or without one of its values. */
export function toggled<Value>(list: readonly Value[], value: Value, on: boolean): Value[] {
  const others = list.filter((each) => each !== value);
  return on ? [...others, value] : others;
}

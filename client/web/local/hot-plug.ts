import { findRemembered, type DeviceEntry, type Remembered } from '../state/device-list.ts';

/** What is to be done about microphones or cameras that were plugged in or out. */
export type PlugDecision =
  | { readonly act: 'nothing' }
  /** The one that was chosen is back: use it. */
  | { readonly act: 'use'; readonly device: DeviceEntry }
  /** Ask whether it is to be used. */
  | { readonly act: 'offer'; readonly device: DeviceEntry };

export interface PlugFacts {
  readonly before: readonly DeviceEntry[];
  readonly now: readonly DeviceEntry[];
  /** The chosen device, which may be away. */
  readonly chosen: Remembered;
  /** Whether one is open, or was until it went away: nobody else cares for another one. */
  readonly open: boolean;
  readonly inUse: string | undefined;
}

/** Browsers list these beside the device that they stand for. */
const ALIASES = new Set(['default', 'communications']);

const NOTHING: PlugDecision = { act: 'nothing' };

/** Decides about a change of the list of microphones or cameras. The first list is no change: its devices were there before. */
export function decidePlug({ before, now, chosen, open, inUse }: PlugFacts): PlugDecision {
  if (!open || before.length === 0) return NOTHING;
  const known = new Set(before.map(({ id }) => id));
  const added = now.filter(({ id, label }) => !known.has(id) && !ALIASES.has(id) && label !== '');
  const back = findRemembered(added, chosen);
  if (back !== undefined) return back.id === inUse ? NOTHING : { act: 'use', device: back };
  const [device] = added;
  return device === undefined || device.id === inUse ? NOTHING : { act: 'offer', device };
}

import type { CommandPort } from '@evagore/shared/commands';
import { commandPort } from '../state/command-port.ts';
import type { Meeting } from '../state/session.ts';
import { canShare } from '../ui/can-share.ts';
import { copyText } from '../ui/clipboard.ts';

/** What commands that are given on the page act on. */
export function pagePort(
  session: Meeting,
  options: {
    readonly group: string;
    readonly recipient: string | undefined;
    readonly leave: () => void;
    readonly openLog: () => void;
  },
): CommandPort {
  return commandPort({
    ...session,
    ...options,
    ownAbilities: { ...session.ownAbilities, 'meeting-log': { open: options.openLog } },
    origin: location.origin,
    screens: canShare(),
    // Where the browser wants another click for it, the link has a button.
    copy: async (text) => {
      await copyText(text);
    },
  });
}

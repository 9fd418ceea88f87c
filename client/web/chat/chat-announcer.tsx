import type { Announcer } from '../notify/announcer.ts';
import { useStore } from '../ui/hooks.ts';

/** Reads out what arrives in the chat, also while the panel is closed. */
export function ChatAnnouncer({ announcer }: { readonly announcer: Announcer }) {
  return (
    // Whatever says so is heard over a dialog, too.
    <p className="visually-hidden" role="status" aria-live="polite">
      {useStore(announcer)}
    </p>
  );
}

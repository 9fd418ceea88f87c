import { useEffect, useRef, useState } from 'react';
import type { CommandPort } from '@evagore/shared/commands';
import type { Correspondent } from '../notify/herald.ts';
import type { Meeting } from '../state/session.ts';
import { pagePort } from './page-port.ts';

export interface ConversationOptions {
  readonly group: string;
  readonly leave: () => void;
  /** The chat is in front of the reader's eyes. */
  readonly reading: boolean;
  /** Shows the chat. */
  readonly openChat: () => void;
  /** Shows what has happened. */
  readonly openLog: () => void;
}

export interface Conversation {
  /** Whom one writes to in private, which outlasts the page; undefined for everybody. */
  readonly recipient: Correspondent | undefined;
  readonly setRecipient: (to: Correspondent | undefined) => void;
  /** What lines that are written here act on. */
  readonly port: CommandPort;
}

/** Whom one writes to, and by what. */
export function useConversation(session: Meeting, options: ConversationOptions): Conversation {
  const { drafts, herald, files } = session;
  const [recipient, setRecipient] = useState(() => drafts.recipient());
  const change = (to: Correspondent | undefined) => {
    setRecipient(to);
    drafts.writeTo(to);
  };
  const open = useRef<(to: Correspondent | undefined) => void>(undefined);
  useEffect(() => {
    open.current = (to) => {
      if (to !== undefined) change(to);
      options.openChat();
    };
  });
  useEffect(() => herald.opensChat((to) => open.current?.(to)), [herald]);
  useDiscarded(files);
  const { group, leave, reading, openLog } = options;
  useEffect(() => {
    if (reading) herald.chatSeen();
  }, [herald, reading]);
  return {
    recipient,
    setRecipient: change,
    port: pagePort(session, { group, leave, recipient: recipient?.id, openLog }),
  };
}

/** What was received is kept in memory for as long as its card can be seen. */
function useDiscarded(files: Meeting['files']): void {
  const shown = useRef(false);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
      // While developing, React takes a component away and puts it back at once.
      setTimeout(() => {
        if (!shown.current) files.discard();
      });
    };
  }, [files]);
}

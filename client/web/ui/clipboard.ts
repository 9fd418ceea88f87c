import { useState } from 'react';
import type { Notices } from '../state/notices.ts';

/** Puts a text where it can be pasted from. @returns whether the browser let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard at all.
    return false;
  }
}

/** What is said when something was copied, and what when it could not be: the latter with what else one may do. */
export interface CopyWords {
  readonly copied: string;
  readonly failed: string;
}

/** Copies a text, and says in a notice what came of it: for entries of menus, which close at once. */
export async function copyWithNotice(
  text: string,
  { copied, failed }: CopyWords,
  notices: Pick<Notices, 'show'>,
): Promise<void> {
  if (await copyText(text)) notices.show('info', copied, 'copy');
  else notices.show('warning', failed, 'copy');
}

export interface Copying {
  /** What came of the last attempt; undefined before the first one. */
  readonly outcome: 'copied' | 'failed' | undefined;
  readonly copy: (text: string) => Promise<void>;
  readonly forget: () => void;
}

/** For whoever says beside the button what came of it. */
export function useCopying(): Copying {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  return {
    outcome,
    async copy(text) {
      setOutcome((await copyText(text)) ? 'copied' : 'failed');
    },
    forget() {
      setOutcome(undefined);
    },
  };
}

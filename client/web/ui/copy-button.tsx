import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { copyText, type CopyWords } from './clipboard.ts';
import { useApp } from './context.ts';

export interface CopyButtonProps {
  readonly text: string;
  /** What the button says first, and what when it is done or could not be. */
  readonly words: CopyWords & { readonly copy: string };
  readonly icon?: LucideIcon;
  readonly className?: string;
}

/** A button that copies a text, and says itself that it has. */
export function CopyButton({ text, words, icon: Icon = Copy, className = 'button' }: CopyButtonProps) {
  const { notices } = useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(text);
    setCopied(done);
    if (!done) notices.show('warning', words.failed, 'copy');
  };
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {copied ? <Check /> : <Icon />}
        {copied ? words.copied : words.copy}
      </button>
      {/* Beside it: what is in a button is its name, and a live region there would leave it without one. */}
      <span className="visually-hidden" role="status">
        {copied ? words.copied : ''}
      </span>
    </>
  );
}

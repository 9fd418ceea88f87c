import { Check, Copy, Share2 } from 'lucide-react';
import { useId, useState } from 'react';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { canPassOn, copyLink, passOn } from './passing-on.ts';

export interface LinkBoxProps {
  readonly label: string;
  readonly link: string;
  /** Of the meeting, for whoever gets the link. */
  readonly title: string;
}

/** A link with what one does to it: read, copy, pass on. */
export function LinkBox({ label, link, title }: LinkBoxProps) {
  const { notices } = useApp();
  const [copied, setCopied] = useState(false);
  const id = useId();
  const copy = async () => {
    const done = await copyLink(link);
    setCopied(done);
    if (!done) notices.show('warning', t('invite.copy.failed'));
  };
  return (
    <div className="link-box">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input link-box__link"
        readOnly
        value={link}
        onFocus={(event) => {
          event.target.select();
        }}
      />
      <div className="link-box__actions">
        <button type="button" className="button button--primary" onClick={() => void copy()}>
          {copied ? <Check /> : <Copy />}
          <span role="status">{t(copied ? 'invite.copied' : 'invite.copy')}</span>
        </button>
        {canPassOn(link) && (
          <button type="button" className="button" onClick={() => void passOn(link, title)}>
            <Share2 />
            {t('invite.share')}
          </button>
        )}
      </div>
    </div>
  );
}

import { Share2 } from 'lucide-react';
import { useId } from 'react';
import { t } from '../messages/translate.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { canPassOn, passOn } from './passing-on.ts';

export interface LinkBoxProps {
  readonly label: string;
  readonly link: string;
  /** Of the meeting, for whoever gets the link. */
  readonly title: string;
}

/** A link with what one does to it: read, copy, pass on. */
export function LinkBox({ label, link, title }: LinkBoxProps) {
  const id = useId();
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
        <CopyButton
          text={link}
          className="button button--primary"
          words={{
            copy: t('invite.copy'),
            copied: t('invite.copied'),
            failed: t('invite.copy.failed'),
          }}
        />
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

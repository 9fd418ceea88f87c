import { Check, Link } from 'lucide-react';
import { useState } from 'react';
import type { Box } from '../layout/tiles.ts';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { boxStyle } from './tile.tsx';

/** Stands where the next person will be. */
export function Invitation({ box }: { readonly box: Box }) {
  const { notices } = useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      setCopied(true);
    } catch {
      notices.show('warning', t('meeting.copy.failed'));
    }
  };
  return (
    <div className="tile tile--invitation" style={boxStyle(box)}>
      <h2>{t('meeting.alone')}</h2>
      <p>{t('meeting.alone.hint')}</p>
      <button type="button" className="button" onClick={() => void copy()}>
        {copied ? <Check /> : <Link />}
        <span role="status">{t(copied ? 'meeting.copied' : 'meeting.copy')}</span>
      </button>
    </div>
  );
}

import { Link } from 'lucide-react';
import type { Box } from '../layout/tiles.ts';
import { t } from '../messages/translate.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { boxStyle } from './tile.tsx';

/** Stands where the next person will be. */
export function Invitation({ box }: { readonly box: Box }) {
  return (
    <div className="tile tile--invitation" style={boxStyle(box)}>
      <h2>{t('meeting.alone')}</h2>
      <p>{t('meeting.alone.hint')}</p>
      <CopyButton
        text={location.origin + location.pathname}
        icon={Link}
        words={{
          copy: t('meeting.copy'),
          copied: t('meeting.copied'),
          failed: t('meeting.copy.failed'),
        }}
      />
    </div>
  );
}

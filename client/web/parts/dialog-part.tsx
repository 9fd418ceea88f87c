import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type ComponentType,
  type FunctionComponent,
} from 'react';
import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { part, type LostPartProps } from './part.tsx';

/**
 * A dialog that is fetched when it is first opened. Where it cannot be fetched, a notice says so, and the next opening
 * tries again.
 */
export function dialogPart<Props extends DialogProps>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> {
  const Dialog = part({ load, lost: LostDialog });
  return function DialogPart(props: Props) {
    const [fetched, setFetched] = useState(props.open);
    if (props.open && !fetched) setFetched(true);
    return fetched && <Dialog {...props} />;
  };
}

function LostDialog({ open, onOpenChange, onAgain }: DialogProps & LostPartProps) {
  const { notices } = useApp();
  const told = useRef(false);
  const opened = useEffectEvent(() => {
    if (told.current) {
      onAgain();
      return;
    }
    told.current = true;
    notices.show('warning', t('part.lost'), 'part');
    onOpenChange(false);
  });
  useEffect(() => {
    if (open) opened();
  }, [open]);
  return null;
}

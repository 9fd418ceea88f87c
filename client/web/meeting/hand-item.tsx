import { Menu } from '@base-ui/react/menu';
import { Hand } from 'lucide-react';
import { t } from '../messages/translate.ts';
import { usePeople } from '../people/scope.ts';
import { useStore } from '../ui/hooks.ts';

/** Raises one's hand, or lowers it, as an item of a menu. */
export function HandItem() {
  const { session } = usePeople();
  const raised = useStore(session.store, ({ self }) => self.hand);
  return (
    <Menu.Item className="menu__item" onClick={() => void session.store.raiseHand(!raised)}>
      <Hand />
      {t(raised ? 'hint.hand.on' : 'hint.hand.off')}
      <kbd className="menu__key">H</kbd>
    </Menu.Item>
  );
}

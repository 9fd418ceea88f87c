import { Menu } from '@base-ui/react/menu';
import { MessageSquareX, Trash2 } from 'lucide-react';
import { useRef, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
import type { DeletableEntry } from '../state/chat-log.ts';

/** Ties the buttons of all messages to the one menu. */
export type MessageMenuHandle = ReturnType<typeof Menu.createHandle<DeletableEntry>>;

export interface MessageMenuProps {
  readonly handle: MessageMenuHandle;
  /** Whether all of a person's messages may be deleted. */
  readonly canDeleteAll: boolean;
  /** Gets the focus when a message goes, and its button with it. */
  readonly list: RefObject<HTMLElement | null>;
  readonly onDelete: (entry: DeletableEntry) => void;
  readonly onDeleteAll: (entry: DeletableEntry) => void;
}

/** What can be done to a message. */
export function MessageMenu({ handle, canDeleteAll, list, onDelete, onDeleteAll }: MessageMenuProps) {
  const deleted = useRef(false);
  return (
    <Menu.Root
      handle={handle}
      onOpenChange={(open) => {
        if (open) deleted.current = false;
      }}
    >
      {({ payload }) =>
        payload !== undefined && (
          <Menu.Portal>
            <Menu.Positioner side="bottom" align="end" sideOffset={4} collisionPadding={8}>
              <Menu.Popup className="menu" finalFocus={() => (deleted.current ? list.current : true)}>
                <Menu.Item
                  className="menu__item"
                  onClick={() => {
                    deleted.current = true;
                    onDelete(payload);
                  }}
                >
                  <Trash2 />
                  {t('chat.delete')}
                </Menu.Item>
                {canDeleteAll && (
                  <Menu.Item
                    className="menu__item"
                    data-danger="true"
                    onClick={() => {
                      onDeleteAll(payload);
                    }}
                  >
                    <MessageSquareX />
                    {payload.own ? t('chat.delete.all.own') : t('chat.delete.all', { name: payload.name })}
                  </Menu.Item>
                )}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        )
      }
    </Menu.Root>
  );
}

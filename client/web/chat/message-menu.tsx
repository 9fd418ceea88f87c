import { Menu } from '@base-ui/react/menu';
import { Copy, Fingerprint, MessageSquareLock, MessageSquareX, Trash2, UserX } from 'lucide-react';
import { useRef, type ReactNode, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
import type { WrittenEntry } from '../state/chat-log.ts';
import type { MessageDeeds } from './message-deeds.ts';

/** Ties the buttons of all messages to the one menu. */
export type MessageMenuHandle = ReturnType<typeof Menu.createHandle<WrittenEntry>>;

export interface MessageMenuProps {
  readonly handle: MessageMenuHandle;
  readonly deedsFor: (entry: WrittenEntry) => MessageDeeds;
  /** Gets the focus when a message goes, and its button with it. */
  readonly list: RefObject<HTMLElement | null>;
}

/** What can be done to a message. */
export function MessageMenu({ handle, deedsFor, list }: MessageMenuProps) {
  // Where the focus goes: back to the button, to the list, or where the deed itself has put it.
  const goesTo = useRef<'button' | 'list' | 'elsewhere'>('button');
  return (
    <Menu.Root
      handle={handle}
      onOpenChange={(open) => {
        if (open) goesTo.current = 'button';
      }}
    >
      {({ payload }) =>
        payload !== undefined && (
          <Menu.Portal>
            <Menu.Positioner side="bottom" align="end" sideOffset={4} collisionPadding={8}>
              <Menu.Popup
                className="menu"
                finalFocus={() => {
                  if (goesTo.current === 'button') return true;
                  return goesTo.current === 'list' ? list.current : false;
                }}
              >
                <Items
                  entry={payload}
                  deeds={deedsFor(payload)}
                  onFocus={(where) => {
                    goesTo.current = where;
                  }}
                />
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        )
      }
    </Menu.Root>
  );
}

function Items(props: {
  readonly entry: WrittenEntry;
  readonly deeds: MessageDeeds;
  readonly onFocus: (where: 'list' | 'elsewhere') => void;
}) {
  const { entry, deeds, onFocus } = props;
  const { own, name, source } = entry;
  const { reply, identify, remove, removeAll, kick } = deeds;
  return (
    <>
      {reply !== undefined && (
        <Item
          icon={<MessageSquareLock />}
          onClick={() => {
            onFocus('elsewhere');
            reply();
          }}
        >
          {t('chat.reply.private', { name })}
        </Item>
      )}
      <Item icon={<Copy />} onClick={deeds.copy}>
        {t('chat.copy')}
      </Item>
      {identify !== undefined && (
        <Item icon={<Fingerprint />} onClick={identify}>
          {t('chat.identify', { name })}
        </Item>
      )}
      {remove !== undefined && (
        <Item
          icon={<Trash2 />}
          onClick={() => {
            onFocus('list');
            remove();
          }}
        >
          {t('chat.delete')}
        </Item>
      )}
      {removeAll !== undefined && source !== undefined && (
        <Item
          icon={<MessageSquareX />}
          danger
          onClick={() => {
            removeAll({ ...entry, source });
          }}
        >
          {own ? t('chat.delete.all.own') : t('chat.delete.all', { name })}
        </Item>
      )}
      {kick !== undefined && (
        <Item
          icon={<UserX />}
          danger
          onClick={() => {
            onFocus('elsewhere');
            kick();
          }}
        >
          {t('chat.kick', { name })}
        </Item>
      )}
    </>
  );
}

function Item(props: {
  readonly icon: ReactNode;
  readonly danger?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  const { icon, danger = false, onClick, children } = props;
  return (
    <Menu.Item className="menu__item" data-danger={danger} onClick={onClick}>
      {icon}
      {children}
    </Menu.Item>
  );
}

import { Menu } from '@base-ui/react/menu';
import { Volume2 } from 'lucide-react';
import { t } from '../messages/translate.ts';
import { menuButtonId } from '../stage/tile-menu.tsx';
import type { TileView } from '../state/stage.ts';
import { useStore } from '../ui/hooks.ts';
import { MenuItem } from './menu-item.tsx';
import { PersonItems } from './person-items.tsx';
import { usePeople, type PersonQuestion, type Someone } from './scope.ts';

/** What a tile's menu has for the one whose tile it is: what their menu in the list of people has. */
export function tileItems(tile: TileView) {
  return tile.self ? null : <TileItems tile={tile} />;
}

function TileItems({ tile }: { readonly tile: TileView }) {
  const { session, ask } = usePeople();
  const person = useStore(session.store, ({ people }) => people.find(({ id }) => id === tile.owner));
  if (person === undefined) return null;
  const askAbout = (question: PersonQuestion, about: Someone) => {
    ask({ question, person: about, finalFocus: () => focusAfter(tile) });
  };
  return (
    <>
      <Menu.Separator className="menu__line" />
      {tile.kind === 'person' ? (
        <PersonItems
          person={person}
          onWrite={(to) => {
            session.herald.openChat(to);
          }}
          onAsk={askAbout}
        />
      ) : (
        // A screen is not somebody, but it may be too loud.
        <MenuItem
          icon={Volume2}
          text={t('people.volume')}
          onClick={() => {
            askAbout('volume', person);
          }}
        />
      )}
    </>
  );
}

/** The tile, or what it was on where it is gone. */
function focusAfter(tile: TileView): HTMLElement | null {
  return document.getElementById(menuButtonId(tile)) ?? document.querySelector<HTMLElement>('.stage');
}

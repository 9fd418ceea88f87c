import { Volume2 } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { TileView } from '../state/stage.ts';
import { MenuItem } from './menu-item.tsx';
import { usePeople } from './scope.ts';

/** The entry of a tile's menu for how loud its owner is; one's own has none. */
export function volumeItem(tile: TileView) {
  return tile.self ? null : <VolumeItem owner={tile.owner} />;
}

function VolumeItem({ owner }: { readonly owner: string }) {
  const { askVolume } = usePeople();
  return (
    <MenuItem
      icon={Volume2}
      text={t('people.volume')}
      onClick={() => {
        askVolume(owner);
      }}
    />
  );
}

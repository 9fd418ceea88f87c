import { Menu } from '@base-ui/react/menu';
import { Check, PictureInPicture2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { t, type MessageKey } from '../messages/translate.ts';
import { VIEWS, type View } from '../state/preferences.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import type { StageModel } from './stage-model.ts';
import { largestPicture } from './tile-elements.ts';

const VIEW_NAMES = {
  grid: 'stage.view.grid',
  speaker: 'stage.view.speaker',
} as const satisfies Record<View, MessageKey>;

/** How the stage looks, as items of a menu, with a line after them. */
export function StageMenuItems({ stage }: { readonly stage: StageModel }) {
  const options = useStore(stage, (shown) => shown.options);
  return (
    <>
      <Menu.Group>
        <Menu.GroupLabel className="menu__title">{t('stage.view')}</Menu.GroupLabel>
        <Menu.RadioGroup
          value={options.view}
          onValueChange={(view: View) => {
            stage.choose({ view });
          }}
        >
          {VIEWS.map((name) => (
            <Menu.RadioItem key={name} value={name} className="menu__item">
              <Tick>
                <Menu.RadioItemIndicator>
                  <Check />
                </Menu.RadioItemIndicator>
              </Tick>
              {t(VIEW_NAMES[name])}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Group>
      <Menu.Separator className="menu__line" />
      <Menu.Group>
        <Option
          name="stage.self"
          checked={!options.hideSelf}
          onChange={(shown) => {
            stage.choose({ hideSelf: !shown });
          }}
        />
        <Option
          name="tile.mirror"
          checked={options.mirrorSelf}
          onChange={(mirrorSelf) => {
            stage.choose({ mirrorSelf });
          }}
        />
        <Option
          name="stage.quiet"
          checked={options.showWithoutVideo}
          onChange={(showWithoutVideo) => {
            stage.choose({ showWithoutVideo });
          }}
        />
      </Menu.Group>
      <Menu.Separator className="menu__line" />
    </>
  );
}

/** Opens and closes the small window, as an item of a menu. */
export function FloatingItem({ stage }: { readonly stage: StageModel }) {
  const { notices } = useApp();
  const { floating } = stage;
  const open = useStore(floating, (window) => window !== undefined);
  if (!floating.supported) return null;
  return (
    <Menu.Item
      className="menu__item"
      onClick={() => {
        floating.toggle(largestPicture).catch(() => {
          notices.show('warning', t('stage.floating.failed'), 'floating');
        });
      }}
    >
      <PictureInPicture2 />
      {t(open ? 'stage.floating.leave' : 'stage.floating')}
    </Menu.Item>
  );
}

interface OptionProps {
  readonly name: 'stage.self' | 'stage.quiet' | 'tile.mirror';
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Option({ name, checked, onChange }: OptionProps) {
  return (
    <Menu.CheckboxItem className="menu__item" checked={checked} onCheckedChange={onChange}>
      <Tick>
        <Menu.CheckboxItemIndicator>
          <Check />
        </Menu.CheckboxItemIndicator>
      </Tick>
      {t(name)}
    </Menu.CheckboxItem>
  );
}

function Tick({ children }: { readonly children: ReactNode }) {
  return <span className="menu__tick">{children}</span>;
}

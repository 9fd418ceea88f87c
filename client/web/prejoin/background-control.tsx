import { Popover } from '@base-ui/react/popover';
import { Sparkles } from 'lucide-react';
import type { EffectPickerProps } from '../effects/effect-picker.tsx';
import { canProcessVideo } from '../effects/video-effect.ts';
import { t } from '../messages/translate.ts';
import { part } from '../parts/part.tsx';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { Tip } from '../ui/tip.tsx';

const EffectPicker = part<EffectPickerProps>({
  load: async () => (await import('../effects/effect-picker.tsx')).EffectPicker,
  waiting: () => <p className="menu__empty">{t('prejoin.background.loading')}</p>,
});

export type BackgroundProps = Required<Pick<EffectPickerProps, 'busy' | 'error' | 'onRetry'>>;

/** Chooses what is seen of the room behind oneself. */
export function BackgroundControl(state: BackgroundProps) {
  const { preferences } = useApp();
  const { effect } = useStore(preferences);
  return (
    <div className="preview__extra">
      <Popover.Root>
        <Tip text={t('prejoin.background.hint')}>
          <Popover.Trigger className="toggle__button" aria-label={t('prejoin.background')}>
            <Sparkles />
          </Popover.Trigger>
        </Tip>
        <Popover.Portal>
          <Popover.Positioner side="top" sideOffset={10} collisionPadding={8}>
            <Popover.Popup className="menu menu--background">
              <Popover.Title className="visually-hidden">{t('prejoin.background')}</Popover.Title>
              <EffectPicker
                value={effect}
                supported={canProcessVideo()}
                {...state}
                onChange={(next) => {
                  preferences.set({ effect: next });
                }}
              />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <span className="toggle__label" aria-hidden="true">
        {t('prejoin.background')}
      </span>
    </div>
  );
}

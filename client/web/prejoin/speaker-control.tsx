import { Menu } from '@base-ui/react/menu';
import { AudioLines, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { SpeakerItems } from '../meeting/own-device-items.tsx';
import { canChooseSpeaker, useSpeakerId } from '../meeting/use-loudspeaker.ts';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { Tip } from '../ui/tip.tsx';
import { playTestTone } from './test-tone.ts';

/** Chooses the loudspeaker, and plays a tone on it. */
export function SpeakerControl({ onOpen }: { readonly onOpen: () => void }) {
  const { devices } = useApp();
  const { speakers } = useStore(devices);
  const speakerId = useSpeakerId();
  const [tone, setTone] = useState<'silent' | 'playing' | 'failed'>('silent');
  const play = async () => {
    setTone('playing');
    try {
      await playTestTone(speakerId);
      setTone('silent');
    } catch {
      setTone('failed');
    }
  };
  return (
    <div className="preview__extra">
      <Menu.Root
        onOpenChange={(open) => {
          if (open) onOpen();
        }}
      >
        <Tip text={t('prejoin.speaker.hint')}>
          <Menu.Trigger className="toggle__button" aria-label={t('prejoin.speaker')}>
            {tone === 'playing' ? <AudioLines /> : <Volume2 />}
          </Menu.Trigger>
        </Tip>
        <Menu.Portal>
          <Menu.Positioner side="top" sideOffset={10} align="start" collisionPadding={8}>
            <Menu.Popup className="menu">
              {canChooseSpeaker() && speakers.length > 0 && (
                <>
                  <SpeakerItems />
                  <Menu.Separator className="menu__line" />
                </>
              )}
              <Menu.Item
                className="menu__item"
                closeOnClick={false}
                disabled={tone === 'playing'}
                onClick={() => void play()}
              >
                <AudioLines />
                {t(tone === 'playing' ? 'prejoin.speaker.playing' : 'prejoin.speaker.test')}
              </Menu.Item>
              {tone === 'failed' && (
                <p className="menu__empty" role="alert">
                  {t('prejoin.speaker.failed')}
                </p>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <span className="toggle__label" aria-hidden="true">
        {t('prejoin.speaker')}
      </span>
    </div>
  );
}

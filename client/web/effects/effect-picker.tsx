import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Ban, Check, UserRound } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import '../styles/effects.css';
import { t } from '../messages/translate.ts';
import { useStore } from '../ui/hooks.ts';
import { backgroundOf, keyOf, pictureKey } from './background-key.ts';
import type { VideoEffect } from './effect-choice.ts';
import { effectSentence, sentSentence } from './effect-sentence.ts';
import { Failure } from './failure.tsx';
import { OrientationPicker } from './orientation-picker.tsx';
import { OwnPictureAdder, OwnPictureRemover } from './own-picture-controls.tsx';
import { ownPictures } from './own-pictures.ts';
import { drawScene, SCENES, type SceneId } from './scenes.ts';

export interface EffectPickerProps {
  readonly value: VideoEffect;
  readonly onChange: (effect: VideoEffect) => void;
  /** Whether this browser can: {@link canProcessVideo}. */
  readonly supported: boolean;
  /** The effect is being prepared. */
  readonly busy?: boolean | undefined;
  /** Why the effect is not there, if it is not. */
  readonly error?: unknown;
  /** What others see instead of it, where there are others. */
  readonly sent?: VideoEffect | undefined;
  /** Tries again what failed. */
  readonly onRetry?: (() => void) | undefined;
}

/** What others see of oneself and of the room. What is chosen holds at once. */
export function EffectPicker(props: EffectPickerProps) {
  const { value, onChange, supported, busy = false, error, sent, onRetry } = props;
  const id = useId();
  const pictures = useStore(ownPictures);
  useEffect(() => void ownPictures.load(), []);
  if (!supported) return <p className="hint">{t('effects.unsupported')}</p>;

  const choose = (key: string) => {
    onChange({ ...value, background: backgroundOf(key) });
  };
  const reason = effectSentence(error);
  const failure =
    reason === undefined || sent === undefined ? reason : `${reason} ${sentSentence(value, sent)}`;
  return (
    <div className="effects">
      <div className="field">
        <span className="label" id={id}>
          {t('effects.background')}
        </span>
        <Failure sentence={busy ? undefined : failure} onRetry={onRetry} />
        <RadioGroup
          className="effects__grid"
          aria-labelledby={id}
          aria-busy={busy}
          value={keyOf(value.background)}
          onValueChange={choose}
        >
          <Tile value="none" name={t('effects.none')}>
            <Ban />
          </Tile>
          {(['light', 'strong'] as const).map((strength) => (
            <Tile key={strength} value={strength} name={t(`effects.blur.${strength}`)}>
              <SceneThumbnail scene="study" blur={strength} />
              <UserRound className="effect-tile__person" />
            </Tile>
          ))}
          {SCENES.map((scene) => (
            <Tile key={scene} value={pictureKey(scene)} name={t(`effects.scene.${scene}`)}>
              <SceneThumbnail scene={scene} />
            </Tile>
          ))}
          {pictures.map((picture, index) => {
            const name = ownName(index, pictures.length);
            return (
              <Tile
                key={picture.id}
                value={pictureKey(picture.id)}
                name={name}
                title={picture.name}
                extra={
                  <OwnPictureRemover
                    name={name}
                    onRemove={() => {
                      void ownPictures.remove(picture.id);
                      // The room does not come into sight because a picture is tidied away.
                      if (keyOf(value.background) === pictureKey(picture.id)) choose('strong');
                    }}
                  />
                }
              >
                <img className="effect-tile__picture" src={picture.url} alt="" />
              </Tile>
            );
          })}
          <OwnPictureAdder
            count={pictures.length}
            onAdded={(added) => {
              choose(pictureKey(added));
            }}
          />
        </RadioGroup>
      </div>
      <p className="effects__status" role="status">
        {busy && t('effects.busy')}
      </p>
      <OrientationPicker
        value={value.orientation}
        onChange={(orientation) => {
          onChange({ ...value, orientation });
        }}
      />
    </div>
  );
}

function ownName(index: number, count: number): string {
  return count === 1 ? t('effects.own') : t('effects.own.numbered', { number: index + 1 });
}

interface TileProps {
  readonly value: string;
  readonly name: string;
  readonly title?: string;
  /** What is seen of the choice. */
  readonly children: ReactNode;
  /** A control of its own, beside the choice. */
  readonly extra?: ReactNode;
}

function Tile({ value, name, title, children, extra }: TileProps) {
  return (
    <div className="effect-tile">
      <label className="effect-tile__choice" title={title}>
        <Radio.Root value={value} className="effect-tile__face">
          {children}
          <Radio.Indicator className="effect-tile__tick">
            <Check />
          </Radio.Indicator>
        </Radio.Root>
        <span className="effect-tile__name">{name}</span>
      </label>
      {extra}
    </div>
  );
}

function SceneThumbnail({ scene, blur }: { readonly scene: SceneId; readonly blur?: 'light' | 'strong' }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const brush = canvas.current?.getContext('2d');
    if (brush !== null && brush !== undefined) drawScene(brush, scene);
  }, [scene]);
  return (
    <canvas
      ref={canvas}
      className="effect-tile__picture"
      data-blur={blur}
      width={256}
      height={144}
      aria-hidden="true"
    />
  );
}

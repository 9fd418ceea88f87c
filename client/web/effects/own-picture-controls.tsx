import { ImagePlus, X } from 'lucide-react';
import { useRef, useState, type ChangeEvent } from 'react';
import { t } from '../messages/translate.ts';
import { Tip } from '../ui/tip.tsx';
import { pictureSentence } from './effect-sentence.ts';
import { MAX_PICTURES, PICTURE_TYPES, PictureRefused } from './own-picture.ts';
import { ownPictures } from './own-pictures.ts';

export interface OwnPictureAdderProps {
  /** How many there are. */
  readonly count: number;
  readonly onAdded: (id: string) => void;
}

/** The last tile: it brings along a picture of one's own. */
export function OwnPictureAdder({ count, onAdded }: OwnPictureAdderProps) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'adding' | { readonly sentence: string }>('idle');
  const add = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const file = currentTarget.files?.[0];
    if (file === undefined) return;
    // The same file may be chosen again after it was removed.
    currentTarget.value = '';
    setState('adding');
    try {
      onAdded(await ownPictures.add(file));
      setState('idle');
    } catch (error) {
      setState({ sentence: pictureSentence(error) });
    }
  };
  const open = () => {
    if (count < MAX_PICTURES) input.current?.click();
    else setState({ sentence: pictureSentence(new PictureRefused('count')) });
  };
  return (
    <>
      <div className="effect-tile">
        <button type="button" className="effect-tile__add" aria-busy={state === 'adding'} onClick={open}>
          <span className="effect-tile__face">
            <ImagePlus />
          </span>
          <span className="effect-tile__name">
            {t(state === 'adding' ? 'effects.own.adding' : 'effects.own.add')}
          </span>
        </button>
        <input
          ref={input}
          type="file"
          accept={PICTURE_TYPES.join(',')}
          hidden
          onChange={(event) => void add(event)}
        />
      </div>
      <p className="effects__own" role="status" data-kind={typeof state === 'string' ? 'hint' : 'error'}>
        {typeof state === 'string' ? t('effects.own.hint') : state.sentence}
      </p>
    </>
  );
}

export interface OwnPictureRemoverProps {
  readonly name: string;
  readonly onRemove: () => void;
}

export function OwnPictureRemover({ name, onRemove }: OwnPictureRemoverProps) {
  const label = t('effects.own.remove', { name });
  return (
    <Tip text={label}>
      <button
        type="button"
        className="effect-tile__remove"
        aria-label={label}
        onClick={({ currentTarget }) => {
          // The button goes with its picture; the focus moves to the choices.
          const grid = currentTarget.closest('.effects__grid');
          onRemove();
          grid?.querySelector<HTMLElement>('.effect-tile__add')?.focus();
        }}
      >
        <X />
      </button>
    </Tip>
  );
}

import type { Background } from './effect-choice.ts';

/** Backgrounds as values of a group of radio buttons. */
const PICTURE = 'image ';

export function keyOf(background: Background): string {
  switch (background.kind) {
    case 'none':
      return 'none';
    case 'blur':
      return background.strength;
    case 'image':
      return `${PICTURE}${background.image}`;
  }
}

export function pictureKey(id: string): string {
  return keyOf({ kind: 'image', image: id });
}

export function backgroundOf(key: string): Background {
  if (key === 'light' || key === 'strong') return { kind: 'blur', strength: key };
  return key.startsWith(PICTURE) ? { kind: 'image', image: key.slice(PICTURE.length) } : { kind: 'none' };
}

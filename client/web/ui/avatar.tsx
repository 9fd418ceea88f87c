import type { CSSProperties } from 'react';
import { hueOf, initialsOf } from '../state/participants.ts';

/** A person's colour, for the style of an element. */
export function hueStyle(id: string): CSSProperties {
  return { '--hue': hueOf(id).toString() } as CSSProperties;
}

export function Avatar({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <span className="avatar" style={hueStyle(id)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** What has become of a choice of effect or of noise suppression. */
export type Treatment<Choice> =
  /** Nothing is changed: nothing was chosen, or the device is off. */
  | { readonly phase: 'none' }
  | { readonly phase: 'busy' }
  | { readonly phase: 'there' }
  /** It cannot be had, or ended by itself; `instead` is what is sent. */
  | {
      readonly phase: 'failed';
      readonly error: unknown;
      readonly wanted: Choice;
      readonly instead: Choice;
    };

export const UNTREATED = { phase: 'none' } as const;

/** What is to be told of several devices: that which matters most. */
export function foremost<Choice>(treatments: readonly Treatment<Choice>[]): Treatment<Choice> {
  return (
    (['failed', 'busy', 'there'] as const)
      .map((phase) => treatments.find((each) => each.phase === phase))
      .find((found) => found !== undefined) ?? UNTREATED
  );
}

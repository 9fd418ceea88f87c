/**
 * `not-supported`: this browser cannot; `load-failed`: a part could not be loaded; `too-slow`: this computer does not
 * keep up; `failed`: it broke off; `closed`: it was ended meanwhile.
 */
export type EffectErrorCode = 'not-supported' | 'load-failed' | 'too-slow' | 'failed' | 'closed';

/** Why an effect is not, or no longer, there. */
export class EffectError extends Error {
  override readonly name = 'EffectError';
  readonly code: EffectErrorCode;

  constructor(code: EffectErrorCode, options?: ErrorOptions) {
    super(`the effect ended: ${code}`, options);
    this.code = code;
  }
}

/** What failed, as an error with a code. */
export function asEffectError(error: unknown, code: EffectErrorCode): EffectError {
  return error instanceof EffectError ? error : new EffectError(code, { cause: error });
}

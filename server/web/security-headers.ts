import type { FastifyHelmetOptions } from '@fastify/helmet';

/** How browsers are told to treat our pages. */

/** Half a year: long enough to count, short enough to go back to plain HTTP within memory. */
const HSTS_SECONDS = 15_552_000;

export interface HeaderOptions {
  /**
   * Whether browsers may be told to insist on HTTPS. Not with a self-signed certificate: they would then lock
   * people out instead of letting them click the warning away.
   */
  readonly strictTransport: boolean;
  /** Where the login page of a group asks for a token. */
  readonly authServer?: string | undefined;
}

/**
 * Options for `@fastify/helmet`.
 *
 * Scripts and styles come from this server alone and never from the page's text. Styles that scripts set through
 * the DOM (as React does) are not affected by `style-src`. `wasm-unsafe-eval` allows WebAssembly to be compiled, which
 * effects on one's own picture and voice do; in spite of its name it allows no text to be run as a script.
 */
export function securityHeaders(options: HeaderOptions): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        // A page behind a proxy may be told another address for its WebSocket by `.status`.
        connectSrc: [...authSource(options.authServer), "'self'", 'ws:', 'wss:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: options.strictTransport && { maxAge: HSTS_SECONDS, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  };
}

/**
 * The policy for pages of another's making: that of Galène, whose client computes scripts for its filters. It
 * replaces ours for files of an operator's folders only; all other headers stay.
 *
 * @see Galène protocol, "Static site"
 */
export function guestPolicy(authServer?: string): string {
  return [
    ['connect-src', ...authSource(authServer), 'ws:', 'wss:', "'self'"],
    ['img-src', "'self'"],
    ['media-src', 'blob:', "'self'"],
    ['script-src', "'unsafe-eval'", "'self'"],
    ['default-src', "'self'"],
  ]
    .map((directive) => directive.join(' '))
    .join('; ');
}

/**
 * What pages of this server may use, and frames of others in them may not. Chromium complains in its console of
 * features that it does not know, so that only those are here that it does.
 */
export const PERMISSIONS_POLICY = [
  ...['camera', 'microphone', 'display-capture', 'fullscreen', 'picture-in-picture'],
  ...['autoplay', 'clipboard-write', 'screen-wake-lock'],
]
  .map((feature) => `${feature}=(self)`)
  .concat(['geolocation', 'payment', 'usb', 'serial', 'midi'].map((feature) => `${feature}=()`))
  .join(', ');

/** A source of a policy has no query, and the policy's own separators must not occur in it. */
function authSource(authServer: string | undefined): string[] {
  if (authServer === undefined || !URL.canParse(authServer)) return [];
  const { origin, pathname } = new URL(authServer);
  return [`${origin}${pathname}`.replaceAll(';', '%3B').replaceAll(',', '%2C')];
}

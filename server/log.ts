import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Log } from './core/ports.ts';

export type { Logger } from 'pino';

type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
type LogFormat = 'pretty' | 'json';

export interface LogOptions {
  readonly level: LogLevel;
  /** Absent: pretty on a terminal, JSON elsewhere. */
  readonly format?: LogFormat | undefined;
  /** Where lines go; absent: standard output. */
  readonly destination?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** What never reaches a log, whatever object it hangs on. */
const SECRETS = [
  'password',
  'token',
  'credential',
  'credentials',
  'secret',
  'key',
  'authorization',
  'cookie',
  'icePwd',
];
/** How deep secrets are looked for: `message.transport.iceParameters.password` is at three. */
const DEPTH = 4;

const SECRET_PATHS = SECRETS.flatMap((name) =>
  Array.from({ length: DEPTH }, (_, depth) => `${'*.'.repeat(depth)}${name}`),
);

/** Opens the log. Lines are written at once, so that the last ones before a crash are there. */
export function openLog(options: LogOptions): Logger {
  const destination = options.destination ?? process.stdout;
  const format = options.format ?? (destination.isTTY === true ? 'pretty' : 'json');
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
    },
    streamOf(format, destination, options.destination === undefined),
  );
}

/**
 * A log whose lines carry a context. A child of pino's writes its context down when it is made, and looks for secrets
 * in it, which is a waste for all those who come and go without a line.
 */
export class ContextLog implements Log {
  readonly #root: Logger;
  readonly #context: object;

  constructor(root: Logger, context: object = {}) {
    this.#root = root;
    this.#context = context;
  }

  debug(data: object, message: string): void {
    this.#write('debug', data, message);
  }

  info(data: object, message: string): void {
    this.#write('info', data, message);
  }

  warn(data: object, message: string): void {
    this.#write('warn', data, message);
  }

  error(data: object, message: string): void {
    this.#write('error', data, message);
  }

  child(context: Record<string, unknown>): Log {
    return new ContextLog(this.#root, { ...this.#context, ...context });
  }

  #write(level: 'debug' | 'info' | 'warn' | 'error', data: object, message: string): void {
    if (this.#root.isLevelEnabled(level)) this.#root[level]({ ...this.#context, ...data }, message);
  }
}

/** An id's first characters: enough to follow somebody through the log, too few to pass for them. */
export function shortId(id: string): string {
  return id.slice(0, 6);
}

function streamOf(
  format: LogFormat,
  destination: NonNullable<LogOptions['destination']>,
  isStandard: boolean,
): DestinationStream {
  if (format === 'json') return isStandard ? pino.destination({ dest: 1, sync: true }) : destination;
  return pretty({
    destination: isStandard ? 1 : destination,
    sync: true,
    colorize: destination.isTTY === true,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
}

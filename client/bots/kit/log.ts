import pino from 'pino';
import pretty from 'pino-pretty';

/** Where a bot writes down what it does. The object holds the facts, the phrase stays the same. */
export interface BotLog {
  debug(facts: object, phrase: string): void;
  info(facts: object, phrase: string): void;
  warn(facts: object, phrase: string): void;
  error(facts: object, phrase: string): void;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export const LOG_FORMATS = ['pretty', 'json'] as const;

export interface LogOptions {
  readonly bot: string;
  readonly level: (typeof LOG_LEVELS)[number];
  /** Absent: pretty on a terminal, JSON elsewhere. */
  readonly format?: (typeof LOG_FORMATS)[number] | undefined;
}

const SECRETS = ['password', 'token', 'credentials', 'ticket'];

/** Opens the log on the standard output. Lines are written at once, so that the last ones before an end are there. */
export function openLog({ bot, level, format }: LogOptions): BotLog {
  const isPretty = (format ?? (process.stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
  const destination = isPretty
    ? pretty({ destination: 1, sync: true, colorize: process.stdout.isTTY, singleLine: true })
    : pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level,
      base: { bot },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
    },
    destination,
  );
}

/** An id's first characters: enough to follow somebody through the log, too few to pass for them. */
export function shortId(id: string): string {
  return id.slice(0, 6);
}

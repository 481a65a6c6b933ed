/** The log: JSON lines on stdout, without personal data. */
import { type Logger, pino } from 'pino';

/**
 * A logger that censors what could name a person, however deep a careless call hides it one or two levels down.
 * Bodies, headers and query strings are never handed to it at all.
 */
export function createLogger(level: string): Logger {
  const personal = [
    'email',
    'userId',
    'anonymousId',
    'traits',
    'name',
    'phone',
    'ip',
    'authorization',
    'cookie',
  ];
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: personal.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[personal]' },
  });
}

export type { Logger };

/** The one logger. No message text, names or secrets at info level and above. */
import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard error, so that standard output stays for answers. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ['*.authorization', '*.password', '*.apiKey', 'authorization', 'password', 'apiKey'],
        censor: '[removed]',
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines with the level by name. Never give it addresses, names, tokens or PDF text. */
export function createLogger(process: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ['token', 'secret', 'authorization', 'content', 'privateKey'],
  };
  return destination ? pino(options, destination) : pino(options);
}

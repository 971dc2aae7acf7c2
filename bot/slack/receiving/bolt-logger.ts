import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** Bolt's logger on pino. Bolt's debug lines hold whole payloads, so they are dropped at every level. */
export function boltLogger(log: Logger): BoltLogger {
  const words = (parts: readonly unknown[]) => parts.filter((part) => typeof part === 'string').join(' ');
  const error = (parts: readonly unknown[]) => parts.find((part) => part instanceof Error);
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ from: 'bolt' }, words(parts)),
    warn: (...parts) => log.warn({ from: 'bolt', err: error(parts) }, words(parts)),
    error: (...parts) => log.error({ from: 'bolt', err: error(parts) }, words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

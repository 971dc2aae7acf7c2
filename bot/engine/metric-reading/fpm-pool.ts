import type { EvidenceSet } from '../../domain/signals.ts';

/** What PHP-FPM's master writes of a pool (php-src, sapi/fpm/fpm/fpm_process_ctl.c): `[pool www] server reached …`. */
const OF_POOL = /\[pool ([\w.-]+)\] /;

/**
 * The service that a pool of PHP-FPM runs, by the pool's name. PHP-FPM is how a PHP program is served, and no program of its
 * own: its master writes into the log that the program's workers write to. Only of pools that one service alone writes of:
 * most are called `www`.
 */
export function fpmPools({ logs }: EvidenceSet): ReadonlyMap<string, string> {
  const writers = new Map<string, Set<string>>();
  for (const { service, patterns } of logs.status === 'observed' ? logs.value : []) {
    for (const { text } of patterns.flatMap(({ samples }) => samples)) {
      const pool = OF_POOL.exec(text)?.[1];
      if (pool !== undefined) writers.set(pool, (writers.get(pool) ?? new Set()).add(service));
    }
  }
  return new Map([...writers].flatMap(([pool, services]) => (services.size === 1 ? [[pool, [...services][0]!]] : [])));
}

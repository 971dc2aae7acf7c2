import type { Dialect, Export, Service } from '../../core/model.ts';

/** A service that answers requests, in a dialect. */
export const app = (
  name: string,
  dialect: Dialect,
  rps: number,
  ms: number,
  calls: string[] = [],
  more: Partial<Service> = {},
): Service => ({ name, speaks: 'none', dialect, rps, ms, calls, paths: [`/${name}`, `/${name}/{id}`], ...more });

/** A store, a broker, a worker, a daemon. */
export const keep = (
  name: string,
  dialect: Dialect | undefined,
  exports?: Export,
  more: Partial<Service> = {},
): Service => ({
  name,
  speaks: 'none',
  vocabulary: 'none',
  ...(dialect ? { dialect } : {}),
  exports: exports ?? (() => undefined),
  stateful: true,
  pods: 1,
  memory: 4096,
  ...more,
});

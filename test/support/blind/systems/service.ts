import type { Language, Service } from '../core/model.ts';

/** A service that answers requests. */
export const app = (
  name: string,
  speaks: Language,
  rps: number,
  ms: number,
  calls: string[] = [],
  more: Partial<Service> = {},
): Service => ({
  name,
  speaks,
  rps,
  ms,
  calls,
  ...more,
});

const vocabularies: Partial<Record<Language, Service['vocabulary']>> = {
  postgres: 'postgres',
  mysql: 'mysql',
  redis: 'redis',
  kafka: 'kafka',
  rabbitmq: 'rabbitmq',
  mssql: 'mssql',
};

/** A database, a broker, a cache, a worker: nothing that counts requests. */
export const store = (name: string, speaks: Language, more: Partial<Service> = {}): Service => ({
  name,
  speaks,
  vocabulary: vocabularies[speaks] ?? 'none',
  stateful: true,
  pods: 1,
  memory: 4096,
  ...more,
});

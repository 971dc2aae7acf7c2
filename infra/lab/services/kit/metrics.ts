import type pg from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const registers = [registry];

export const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests answered.',
  labelNames: ['method', 'route', 'status'] as const,
  registers,
});
export const durations = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: BUCKETS,
  registers,
});
export const clientRequests = new Counter({
  name: 'http_client_requests_total',
  help: 'Calls made to other services; status is error where no answer came.',
  labelNames: ['target', 'method', 'status'] as const,
  registers,
});
export const clientDurations = new Histogram({
  name: 'http_client_request_duration_seconds',
  help: 'Time that calls to other services took.',
  labelNames: ['target', 'method'] as const,
  buckets: BUCKETS,
  registers,
});
export const queries = new Histogram({
  name: 'db_client_operation_duration_seconds',
  help: 'Time that statements took, waiting for a connection included.',
  labelNames: ['operation', 'outcome'] as const,
  buckets: BUCKETS,
  registers,
});

/** Shows what a connection pool does at each scrape. */
export function watchPool(pool: pg.Pool, max: number): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('db_client_connections_usage', 'Connections in use.', () => pool.totalCount - pool.idleCount);
  gauge('db_client_connections_idle', 'Connections that wait for work.', () => pool.idleCount);
  gauge('db_client_connections_pending_requests', 'Requests that wait for a connection.', () => pool.waitingCount);
  gauge('db_client_connections_max', 'Connections allowed.', () => max);
}

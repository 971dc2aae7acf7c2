import type { Component } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { MetricSignal } from '../../metric-reading/meaning.ts';
import type { ReadMetrics } from '../../metric-reading/read-metrics.ts';

const DATABASE =
  /(?:^|[^a-z])(?:pg|postgres\w*|mysql\w*|maria\w*|rds|aurora|db|database\w*|mongo\w*|redis|oracle|mssql|sqlserver|cockroach\w*|cassandra|dynamodb)(?:[^a-z]|$)|(?:db|sql)$/i;
const DATABASE_METRIC =
  /^(?:pg_|postgres|mysql|mongodb|redis_|aws_rds|rds_|aurora|DatabaseConnections|FreeStorageSpace|ReplicaLag|db_)/;

/** Whether a component is a database, by its name or by the names of its metrics. */
export function isDatabase(component: Component, metrics: ReadMetrics): boolean {
  const { kind, name } = nameOf(component);
  if (kind !== 'service') return false;
  if (DATABASE.test(name)) return true;
  const signals: readonly MetricSignal[] = [
    'connections',
    'connection-limit',
    'replication-lag',
    'checkpoints',
    'disk-free',
  ];
  return signals.some((signal) =>
    metrics.of(component, signal).some(({ series }) => DATABASE_METRIC.test(series.name)),
  );
}

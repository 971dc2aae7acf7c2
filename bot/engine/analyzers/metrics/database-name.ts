import { METRIC_KNOWLEDGE } from '../../../../schemas/generated/metric-knowledge.ts';
import type { Component } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import type { ReadMetrics } from '../../metric-reading/read-metrics.ts';

const DATABASE = new RegExp(METRIC_KNOWLEDGE.databaseNames, 'i');

/** Whether a component is a database, a cache or a broker: by what exports its metrics, else by its name. */
export function isDatabase(component: Component, metrics: ReadMetrics): boolean {
  const { kind, name } = nameOf(component);
  if (kind !== 'service') return false;
  return DATABASE.test(name) || metrics.engineOf(component) !== undefined;
}

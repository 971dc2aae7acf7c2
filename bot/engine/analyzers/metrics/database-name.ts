import { METRIC_KNOWLEDGE } from '../../../../schemas/generated/metric-knowledge.ts';
import type { MetricSeries } from '../../../domain/signals.ts';
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

/** CloudWatch's namespaces of what runs programs, as exporters name their figures. */
const OF_PROGRAMS = /(?:^|_)aws_(?:ecs|lambda|apprunner|apigateway|(?:application)?elb)_/i;

/**
 * Whether a figure is of a program that keeps no data, whatever its component is called: on AWS a service and its database
 * often have one name.
 */
export function isOfProgram({ name }: Pick<MetricSeries, 'name'>): boolean {
  return OF_PROGRAMS.test(name);
}

/** Whether a figure is of what runs a program: a container, a pod, a process, a task. */
export function isOfHolder({ name }: Pick<MetricSeries, 'name'>): boolean {
  return /container|pod|process/i.test(name) || OF_PROGRAMS.test(name);
}

/** Signs in metrics that a database or a connection pool is the trouble, each a small rule over one component's series. */

import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { figuresFor } from '../../limits/judge-limits.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { isDatabase } from './database-name.ts';
import { changeSeen, figure } from './evidence-text.ts';

import type { Pressure } from './pressure-type.ts';
import { ratioOf, relevantChange, strongest } from './relevant-change.ts';

/** Every cause that these signs can name. */
export const DATABASE_CAUSES: readonly CauseCode[] = [
  'database_connection_exhausted',
  'database_failover',
  'slow_query',
];

/** What speaks against a component as a database beside its limits and the signals that moved; the strongest first. */
export function databaseSigns(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Pressure[] {
  if (nameOf(component).kind !== 'service') return [];
  const context = { component, evidence, metrics, name: nameOf(component).name };
  const ofDatabases = isDatabase(component, metrics)
    ? [connections(context), costlier(context), scanning(context)]
    : [];
  return [...ofDatabases, failover(context)]
    .filter((sign) => sign !== undefined)
    .sort((a, b) => b.strength - a.strength);
}

interface Context {
  readonly component: Component;
  readonly evidence: EvidenceSet;
  readonly metrics: ReadMetrics;
  readonly name: string;
}

/** Connections that multiply, where nothing tells how many there may be. */
function connections({ component, evidence, metrics, name }: Context): Pressure | undefined {
  const found = strongest(evidence, metrics.of(component, 'connections'), 'up');
  if (!found || metrics.of(component, 'connection-limit').length > 0) return undefined;
  const { change, read } = found;
  const { movedScore, leastConnections, connectionsFactor } = METRIC_PARAMETERS;
  if (change.score < movedScore || change.during < leastConnections || ratioOf(change) < connectionsFactor)
    return undefined;
  return {
    cause: 'database_connection_exhausted',
    strength: STRENGTH.even,
    statement: `Connections to ${name} rose from ${figure(change.before, read.meaning)} to ${figure(change.during, read.meaning)}; its limit is not known.`,
    onset: change.onset,
    evidence: [changeSeen(read, change)],
  };
}

/**
 * A database's processor works several times as much while no more requests come anywhere: each query costs more. The only
 * sign of it where a cloud tells no more of a database than of a machine.
 */
function costlier({ component, evidence, metrics, name }: Context): Pressure | undefined {
  const use = strongest(evidence, figuresFor('database', metrics.of(component, 'cpu-share')), 'up');
  const { movedScore, costlierFactor, costlierShare } = METRIC_PARAMETERS;
  if (use === undefined || use.change.score < movedScore || use.change.kind !== 'level-shift') return undefined;
  const ratio = ratioOf(use.change);
  const added = (use.change.during - use.change.before) * use.read.meaning.scale;
  if (ratio < costlierFactor || added < costlierShare) return undefined;
  const counted = metrics.components.map((one) => metrics.of(one, 'traffic')).filter((reads) => reads.length > 0);
  const more = counted.some((reads) => {
    const load = strongest(evidence, reads, 'up');
    return load !== undefined && ratioOf(load.change) >= ratio / costlierFactor;
  });
  if (counted.length === 0 || more) return undefined;
  return {
    cause: 'slow_query',
    strength: STRENGTH.moderate,
    statement: `${name} burns ${figure(ratio, use.read.meaning)} times its usual processor time while no more requests come: its queries cost more.`,
    onset: use.change.onset,
    evidence: [changeSeen(use.read, use.change)],
  };
}

/**
 * A database comes upon many times as many rows for as many transactions: it reads tables through where it used an index
 * (PostgreSQL manual, "Monitoring Database Activity"; MySQL manual, Handler_read_rnd_next; MongoDB manual, queryExecutor).
 */
function scanning({ component, evidence, metrics, name }: Context): Pressure | undefined {
  const rows = strongest(evidence, metrics.of(component, 'rows-read'), 'up');
  const { movedScore, leastRows, scanFactor } = METRIC_PARAMETERS;
  if (rows === undefined || rows.change.score < movedScore || rows.change.during < leastRows) return undefined;
  const load = strongest(evidence, metrics.of(component, 'traffic'), 'up');
  const each = ratioOf(rows.change) / (load === undefined ? 1 : ratioOf(load.change));
  if (each < scanFactor) return undefined;
  return {
    cause: 'slow_query',
    strength: STRENGTH.probable,
    statement: `${name} reads ${figure(each, rows.read.meaning)} times as many ${ofBlocks(rows.read)} for as many transactions: its queries scan.`,
    onset: rows.change.onset,
    evidence: [changeSeen(rows.read, rows.change)],
  };
}

/** What such a figure counts: Oracle's are of the blocks in which rows lie (its reference, "Statistics Descriptions"). */
const ofBlocks = ({ series }: ReadSeries) =>
  /buffer_?gets|logic(?:al)?_?reads?/i.test(series.name) ? 'blocks' : 'rows';

function failover({ component, evidence, metrics, name }: Context): Pressure | undefined {
  for (const read of metrics.of(component, 'replica-role')) {
    const change = relevantChange(evidence, read, 'up') ?? relevantChange(evidence, read, 'down');
    if (!change || Math.round(change.during) === Math.round(change.before)) continue;
    return {
      cause: 'database_failover',
      strength: STRENGTH.supported,
      statement: `${name} changed its role: ${read.series.name} went from ${change.before} to ${change.during} at ${change.onset}.`,
      onset: change.onset,
      evidence: [changeSeen(read, change)],
    };
  }
  return undefined;
}

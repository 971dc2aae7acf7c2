import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, MetricSeries } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { levelSeen } from './evidence-text.ts';
import { relevantChange } from './relevant-change.ts';

/**
 * Services whose unit systemd has given up: it ended and is not started again, or was started too often (systemd.unit(5),
 * "StartLimitBurst"; node_exporter's collector `systemd` tells each unit's state). A unit by the name of no service that is
 * known is a job of the machine's own, as logrotate is; who failed before is how it stands.
 */
export const failedUnit = defineAnalyzer({
  id: 'failed-unit',
  title: 'Unit of a service has failed',
  causes: ['workload_unavailable'],
  needs: ['metrics'],
  example: 'node_systemd_unit_state of billing.service says failed on the only machine that runs it, since 10:02.',
  analyze: (evidence) => {
    const states = statesIn(evidence);
    if (states.length === 0) return { status: 'unknown', reason: 'metrics: no states of system units' };
    const units = Map.groupBy(states, ({ series }) => unitIn(series.labels));
    const findings = [...units].flatMap(([unit, reads]) => findingOf(unit, reads, evidence) ?? []);
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${units.size} system units, none of which is a service's and has failed` };
  },
});

/** The series of units' states as they were recorded: that one state gave way to another is no exchange of labels. */
function statesIn(evidence: EvidenceSet): readonly ReadSeries[] {
  const states = readMetrics(evidence).all.filter(({ meaning }) => meaning.signal === 'unit-state');
  const names = new Set(states.map(({ series }) => series.name));
  if (names.size === 0 || evidence.metrics.status !== 'observed') return states;
  const recorded = evidence.metrics.value.filter(({ name }) => names.has(name));
  const whole = new Map(recorded.map((series) => [keyOf(series), series]));
  return states.map((read) => ({ ...read, series: whole.get(keyOf(read.series)) ?? read.series }));
}

const keyOf = ({ name, labels }: MetricSeries) => JSON.stringify([name, labels]);

/** `billing@2.service` is an instance of the template `billing@.service` (systemd.unit(5)). */
function unitIn(labels: Readonly<Record<string, string>>): string {
  return (labels.name ?? '').replace(/\.service$/, '').replace(/@.*$/, '');
}

function findingOf(unit: string, reads: readonly ReadSeries[], evidence: EvidenceSet): Finding | undefined {
  const { known, components } = readMetrics(evidence);
  const component = componentOf({ kind: 'service', name: unit });
  if (!known.services.has(unit) && !components.includes(component)) return undefined;
  if (readCluster(evidence).workloadsByService(unit).length > 0) return undefined;
  const failed = reads.filter(({ series }) => series.labels.state === 'failed' && series.last === 1);
  const onset = failed.flatMap((read) => relevantChange(evidence, read, 'up')?.onset ?? []).sort()[0];
  if (onset === undefined) return undefined;
  const machine = ({ series: { labels } }: ReadSeries) => labels.instance ?? labels.node ?? '';
  const machines = new Set(reads.map(machine)).size;
  const away = new Set(failed.map(machine)).size;
  const part = machines === 1 ? '' : away === machines ? ' on every machine' : ` on ${away} of ${machines} machines`;
  return {
    analyzer: 'failed-unit',
    component,
    cause: 'workload_unavailable',
    statement: `The unit of ${unit} has failed${part}, and systemd does not start it again.`,
    strength: away === machines ? STRENGTH.fair : STRENGTH.weak,
    grade: 'shown',
    evidence: failed.map((read) =>
      levelSeen(read, `${read.series.name} of ${read.component}: ${unit} is failed since ${onset}.`),
    ),
    onset,
    parameters: { unit },
  };
}

import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding, Grade } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, parseTarget } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { levelSeen } from './evidence-text.ts';
import { TARGETS } from './parameters.ts';
import { relevantChange } from './relevant-change.ts';

/**
 * Endpoints that stopped answering their probe or scrape. Where no cluster tells of pods, a service none of whose targets
 * answers is down, and so is a machine when its own exporter and everything else on it are silent.
 */
export const targetDown = defineAnalyzer({
  id: 'target-down',
  title: 'Target does not answer',
  causes: ['workload_unavailable', 'node_not_ready'],
  needs: ['metrics'],
  example: 'A probe of a service fails since 10:02.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const cluster = readCluster(evidence);
    const reads = withoutStale(metrics.all.filter(({ meaning }) => meaning.signal === 'up')).filter(
      ({ series }) => !isOfPodGone(series, cluster),
    );
    const findings = [
      ...reads.flatMap((read) => downFinding(read, evidence)),
      ...unavailable(reads, evidence, parameters),
      ...tasksMissing(metrics, evidence, parameters),
    ];
    if (findings.length > 0) return { status: 'found', findings };
    if (reads.length === 0) return { status: 'unknown', reason: 'no probe or scrape results among the metrics' };
    return { status: 'clear', checked: `${reads.length} targets answer` };
  },
});

/**
 * Without what a target told before it fell silent: once a scrape fails, the series of that target are stale and end at
 * what they were (Prometheus, "Staleness"), so that `mysql_up` stays 1 on a machine that is gone.
 */
function withoutStale(reads: readonly ReadSeries[]): readonly ReadSeries[] {
  const silent = new Set(
    reads.flatMap((read) => (read.series.name === 'up' && isDown(read) ? (read.series.labels.instance ?? []) : [])),
  );
  return reads.filter(({ series }) => series.name === 'up' || !silent.has(series.labels.instance ?? ''));
}

/**
 * Whether a target is a pod that is there no more: it was replaced or scaled away, and its last scrape failed before
 * discovery took it off the list (Prometheus, "kubernetes_sd_config": one target for each pod, until the pod is deleted).
 */
function isOfPodGone({ labels }: ReadSeries['series'], cluster: Cluster): boolean {
  const { namespace, pod } = labels;
  if (namespace === undefined || pod === undefined || !cluster.sees('Pod', namespace)) return false;
  return cluster.find('Pod', namespace, pod) === undefined;
}

function downFinding(read: ReadSeries, evidence: EvidenceSet): readonly Finding[] {
  if (read.series.last > 0) return [];
  const change = relevantChange(evidence, read, 'down');
  const single = read.series.points === 1 || read.series.max <= 0;
  const text = textOf(read, change?.onset);
  return [
    {
      analyzer: 'target-down',
      component: read.component,
      statement: text,
      strength: single || change ? STRENGTH.faint : STRENGTH.standing,
      evidence: [levelSeen(read, text)],
      ...(change ? { onset: change.onset } : {}),
    },
  ];
}

function textOf({ series, component }: ReadSeries, since: string | undefined): string {
  const instance = series.labels.instance === undefined ? '' : ` (${series.labels.instance})`;
  return `${series.name} of ${component}${instance} is 0${since === undefined ? '' : ` since ${since}`}.`;
}

function isDown({ series }: ReadSeries): boolean {
  return series.last <= 0;
}

/** Components that are down as a whole or in part, of which no cluster tells anything. */
function unavailable(reads: readonly ReadSeries[], evidence: EvidenceSet, parameters: Parameters): readonly Finding[] {
  const cluster = readCluster(evidence);
  const byHost = Map.groupBy(reads, ({ series }) => hostOf(series.labels.instance));
  return [...Map.groupBy(reads, ({ component }) => component)].flatMap(([component, own]): readonly Finding[] => {
    const since = own
      .flatMap((read) => (isDown(read) ? (relevantChange(evidence, read, 'down')?.onset ?? []) : []))
      .sort()[0];
    if (since === undefined || cluster.workloadsByService(nameOf(component).name).length > 0) return [];
    const down = own.filter(isDown);
    if (parseTarget(component)?.kind === 'node') {
      const there = own.flatMap(({ series }) => byHost.get(hostOf(series.labels.instance)) ?? []);
      const others = [...new Set(there)].filter((read) => !own.includes(read));
      if (own.length + others.length < 2 || ![...own, ...others].every(isDown)) return [];
      const services = [...new Set(others.map((read) => read.component))];
      const what = `Nothing on ${nameOf(component).name} answers any more: none of ${own.length + others.length} targets.`;
      return [
        findingOf(
          component,
          'node_not_ready',
          what,
          STRENGTH.supported,
          'shown',
          [...down, ...others],
          since,
          services,
        ),
      ];
    }
    const all = down.length === own.length;
    const what = `${all ? 'None' : own.length - down.length} of ${own.length} instances of ${nameOf(component).name} ${all || own.length - down.length === 1 ? 'answers' : 'answer'}.`;
    return [
      findingOf(
        component,
        'workload_unavailable',
        what,
        all ? parameters.unavailableBelief : STRENGTH.weak,
        'shown',
        down,
        since,
      ),
    ];
  });
}

/** Services with fewer tasks or replicas running than are wanted, where only metrics tell (ECS, a managed platform). */
function tasksMissing(metrics: ReadMetrics, evidence: EvidenceSet, parameters: Parameters): readonly Finding[] {
  const cluster = readCluster(evidence);
  return metrics.components.flatMap((component): readonly Finding[] => {
    const [running] = metrics.of(component, 'replicas').toSorted((a, b) => a.series.last - b.series.last);
    const wanted = metrics.of(component, 'replicas-wanted').map(({ series }) => series.last);
    const change = running === undefined ? undefined : relevantChange(evidence, running, 'down');
    if (running === undefined || change === undefined) return [];
    if (cluster.workloadsByService(nameOf(component).name).length > 0) return [];
    const most = wanted.length > 0 ? Math.max(...wanted) : running.series.max;
    if (running.series.last >= most || most <= 0) return [];
    const none = running.series.last <= 0;
    const what = `${none ? 'None' : running.series.last} of ${most} wanted instances of ${nameOf(component).name} ${none || running.series.last === 1 ? 'is' : 'are'} up.`;
    return [
      findingOf(
        component,
        'workload_unavailable',
        what,
        none ? Math.max(parameters.unavailableBelief, STRENGTH.fair) : STRENGTH.weak,
        'shown',
        [running, ...turnedAway(component, metrics, evidence)],
        change.onset,
      ),
    ];
  });
}

/** A balancer's count of the targets that it takes for broken, where it rose: the same ones, counted on the other side. */
function turnedAway(component: Component, metrics: ReadMetrics, evidence: EvidenceSet): readonly ReadSeries[] {
  return metrics.of(component, 'unhealthy-hosts').filter((read) => relevantChange(evidence, read, 'up') !== undefined);
}

function findingOf(
  component: Component,
  cause: CauseCode,
  statement: string,
  strength: number,
  grade: Grade,
  seen: readonly ReadSeries[],
  onset: string,
  explains: readonly Component[] = [],
): Finding {
  return {
    analyzer: 'target-down',
    component,
    cause,
    statement,
    strength,
    grade,
    evidence: seen.slice(0, TARGETS.shown).map((read) => levelSeen(read, seenText(read, onset))),
    onset,
    explains,
  };
}

function seenText(read: ReadSeries, onset: string): string {
  if (read.meaning.signal === 'up') return textOf(read, onset);
  return `${read.series.name} of ${read.component} is ${read.series.last} since ${onset}.`;
}

/** The host of an `instance`: `members-1:9100` -> `members-1`. */
function hostOf(instance: string | undefined): string | undefined {
  return instance?.replace(/:\d+$/, '');
}

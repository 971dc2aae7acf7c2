import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { gradedSince } from '../../cluster/grading.ts';
import { conclude, newest, seen, told } from '../../cluster/observe.ts';
import { fields } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { readParties } from '../../log-reading/parties.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import type { Parameters } from '../../parameters.ts';

/** Of those who find no server free, so many are quoted. */
const MOST_QUOTED = 2;
/** What an allocation says that finds no server Ready (Agones, "GameServerAllocation", `status.state`), and its callers. */
const NONE_FREE = /\bUnAllocated\b|\bno (?:available |ready )?game ?servers?\b/i;

/**
 * Fleets of game servers that may not grow: `scalingLimited` says that the autoscaler wants more than its policy allows
 * (Agones, "Fleet Autoscaler Specification"; its controller's event `ScalingLimited`).
 */
export const fleetAutoscaler = defineAnalyzer({
  id: 'fleet-autoscaler',
  title: 'Fleet of game servers at its limit',
  causes: ['hpa_at_maximum'],
  needs: ['objects'],
  prefers: ['events', 'logs'],
  kinds: ['FleetAutoscaler'],
  example: 'A FleetAutoscaler holds at its maxReplicas of 120, and allocations find no server that is Ready.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const scalers = cluster.ofKind('FleetAutoscaler');
    return conclude(
      scalers.flatMap((object) => examine(object, cluster, evidence, parameters)),
      `${scalers.length} autoscalers of fleets`,
    );
  },
});

function examine(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const { name, namespace = '' } = object.metadata;
  const spec = fields(object.spec);
  const status = fields(object.status);
  const policy = fields(spec.policy);
  const maximum = Object.values(policy)
    .map((one) => Number(fields(one).maxReplicas))
    .find((value) => value > 0);
  if (status.scalingLimited !== true || maximum === undefined || Number(status.currentReplicas) < maximum) return [];
  const fleet = String(spec.fleetName);
  const event = newest(cluster.eventsOf('FleetAutoscaler', namespace, name));
  const short = lackingServers(evidence);
  const what = `it wants more than its maximum of ${maximum} servers of the fleet ${fleet}`;
  return [
    {
      analyzer: 'fleet-autoscaler',
      component: componentOf({ kind: 'service', name: fleet }),
      cause: 'hpa_at_maximum',
      statement: `${name}: ${what}.`,
      ...gradedSince('shown', event?.first, evidence, parameters),
      evidence: [
        seen(object, `${what}; scalingLimited is true`),
        ...short.map(({ quote }) => quote).slice(0, MOST_QUOTED),
        ...(event === undefined ? [] : [told(event)]),
      ],
      onset: event?.first,
      explains: [...new Set(short.map(({ writer }) => writer))],
      parameters: { namespace, autoscaler: name, autoscalerKind: 'fleetautoscaler' },
    },
  ];
}

/** Who says that no server of a fleet is free, in the words of the allocation that failed. */
function lackingServers(
  evidence: EvidenceSet,
): readonly { readonly writer: Component; readonly quote: EvidenceDraft }[] {
  if (evidence.logs.status !== 'observed') return [];
  const { value, tool } = evidence.logs;
  const { writer } = readParties(evidence);
  return value.flatMap((logs) => {
    for (const pattern of logs.patterns) {
      const sample = pattern.samples.find(({ text }) => NONE_FREE.test(text));
      if (sample !== undefined && (pattern.level === 'error' || pattern.level === 'warn'))
        return [{ writer: writer(logs), quote: quotePattern(logs, pattern, tool, sample.text) }];
    }
    return [];
  });
}

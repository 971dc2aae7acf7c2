import type { Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { type CloudRefusal, refusalsOfCloud } from '../../cluster/cloud-refusals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { placeOf } from '../../cluster/component-of.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, parametersOf, told } from '../../cluster/observe.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** Machines, volumes and addresses that the cloud does not give, by its own code, and who waits for them. */
export const cloudCapacity = defineAnalyzer({
  id: 'cloud-capacity',
  title: 'The cloud has no machine, or allows no more',
  causes: ['cloud_capacity_insufficient', 'cloud_quota_exceeded'],
  needs: ['events'],
  prefers: ['objects'],
  example: 'Pods wait for a node, and the autoscaler hears InsufficientInstanceCapacity from the cloud.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const refusals = refusalsOfCloud(cluster, parameters.eventsKeptMs);
    const causes = Map.groupBy(refusals, ({ cause }) => cause);
    return conclude(
      [...causes.values()].flatMap((group) => explain(group, cluster, parameters)),
      `${cluster.events.length} events for the cloud's refusals`,
    );
  },
});

function explain(group: readonly CloudRefusal[], cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const events = group.map(({ event }) => event);
  const last = newest(events)!;
  const { cause, object } = group[0]!;
  const waiting = [
    ...new Set(
      cluster.pods
        .filter((pod) => pod.phase === 'Pending' && pod.node === undefined && !pod.deleting)
        .flatMap((pod) => cluster.workloadOfPod(pod) ?? []),
    ),
  ];
  const finding = {
    analyzer: 'cloud-capacity',
    cause,
    ...graded('said', parameters),
    evidence: [told(last)],
    onset: onsetOf(events),
  };
  const why = cause === 'cloud_quota_exceeded' ? 'the account may not have more' : 'the cloud has none to give';
  if (waiting.length === 0 || object !== 'machine') {
    const asker = last.component ?? last.name;
    const { component, workload } =
      object === 'machine'
        ? { component: componentOf({ kind: 'service', name: asker }), workload: undefined }
        : placeOf(last.kind, last.namespace, last.name, cluster);
    return [
      {
        ...finding,
        component,
        statement: `${last.kind} ${last.name}: ${why}.`,
        parameters: workload === undefined ? { namespace: last.namespace } : parametersOf(workload),
      },
    ];
  }
  return waiting.map((workload) => ({
    ...finding,
    component: workload.component,
    statement: `${workload.name} waits for a node, and ${why}.`,
    parameters: parametersOf(workload),
  }));
}

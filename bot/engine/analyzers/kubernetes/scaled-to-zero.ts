import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded, stoodBefore } from '../../cluster/grading.ts';
import { lastApplied } from '../../cluster/last-applied.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, records, text } from '../../cluster/read-objects.ts';
import { matchesLabels } from '../../cluster/selectors.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { SHOWN } from './parameters.ts';

/** Those who scale to nothing by design and back when there is work. */
const BY_DESIGN = /^(?:serving\.knative\.dev|autoscaling\.knative\.dev|keda\.sh|kube-downscaler|downscaler)\//;

/** Workloads of no replica that somebody still calls, serves or scales. */
export const scaledToZero = defineAnalyzer({
  id: 'scaled-to-zero',
  title: 'Workload is scaled to zero while it is wanted',
  causes: ['deployment_scaled_to_zero'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Deployment', 'StatefulSet'],
  example: 'payment was scaled from two replicas to none, and checkout calls it.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const scaled = cluster.workloads.filter(
      ({ kind, desired }) => desired === 0 && (kind === 'Deployment' || kind === 'StatefulSet'),
    );
    return conclude(
      scaled.flatMap((workload) => examine(workload, cluster, evidence, parameters)),
      `${cluster.workloads.length} workloads, ${scaled.length} of them without a replica`,
    );
  },
});

function examine(
  workload: Workload,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  if (scalesByDesign(workload, cluster)) return [];
  const wanted = whoWantsIt(workload, cluster, evidence);
  const scaledDown = newest(
    cluster
      .eventsOf(workload.kind, workload.namespace, workload.name)
      .filter(({ message }) => /scaled down .* to 0\b|delete Pod .* successful/i.test(message)),
  );
  if (wanted.length === 0 && scaledDown === undefined) return [];
  const since = scaledDown?.last ?? lastTouched(workload);
  const applied = appliedReplicas(workload);
  const news = scaledDown !== undefined || applied !== undefined;
  const grade = graded(scaledDown !== undefined ? 'said' : 'shown', parameters);
  // With a Service that nobody is seen to call, and no word that it was ever otherwise, it may be kept for later.
  const kept = !news && !wanted.some(({ called }) => called);
  const standing = kept || (!news && stoodBefore(since, evidence, parameters)) ? parameters.standingShare : 1;
  const what = `${workload.name} is scaled to zero${wanted.length === 0 ? '' : `, and ${wanted.map(({ who }) => who).join(', ')}`}`;
  return [
    {
      analyzer: 'scaled-to-zero',
      component: workload.component,
      cause: 'deployment_scaled_to_zero',
      statement: `${what}.`,
      grade: grade.grade,
      strength: grade.strength * standing,
      evidence: [
        ...(scaledDown === undefined ? [] : [told(scaledDown)]),
        seen(
          workload.object,
          `spec.replicas is 0${wanted.length === 0 ? '' : `; ${wanted.map(({ who }) => who).join(', ')}`}`,
          since,
        ),
        ...(applied === undefined ? [] : [seen(workload.object, `it was last applied with ${applied} replicas`)]),
        ...wanted.flatMap(({ shows }) => shows),
      ],
      onset: since,
      parameters: parametersOf(workload),
    },
  ];
}

interface Wish {
  readonly who: string;
  /** Somebody was seen to call it, or asks for it; a Service alone may wait for nobody. */
  readonly called: boolean;
  readonly shows: readonly EvidenceDraft[];
}

function whoWantsIt(workload: Workload, cluster: Cluster, evidence: EvidenceSet): readonly Wish[] {
  const name = workload.component.slice('service/'.length);
  const topology = evidence.topology.status === 'observed' ? evidence.topology.value : {};
  const callers = Object.keys(topology).filter((caller) =>
    topology[caller]!.some((callee) => callee === name || callee === workload.name),
  );
  const service = cluster.services.find(
    (one) =>
      one.namespace === workload.namespace &&
      Object.keys(one.selector).length > 0 &&
      matchesLabels(one.selector, workload.labels),
  );
  const scaler = cluster.ofKind('HorizontalPodAutoscaler').find((object) => {
    const target = fields(fields(object.spec).scaleTargetRef);
    return object.metadata.namespace === workload.namespace && target.name === workload.name;
  });
  const asked = evidence.target?.kind === 'service' && [name, workload.name].includes(evidence.target.name);
  return [
    ...(callers.length === 0
      ? []
      : [
          {
            who: `${callers.slice(0, SHOWN.names).join(', ')} call${callers.length === 1 ? 's' : ''} it`,
            called: true,
            shows: [],
          },
        ]),
    ...(asked ? [{ who: 'it is what was asked about', called: true, shows: [] }] : []),
    ...(scaler === undefined
      ? []
      : [{ who: `the autoscaler ${scaler.metadata.name} scales it`, called: true, shows: [] }]),
    ...(service === undefined
      ? []
      : [
          {
            who: `Service ${service.name} leads to it`,
            called: false,
            shows: [
              seen(
                service.object,
                `Service ${service.name} selects the pods of ${workload.name}, of which there are none`,
              ),
            ],
          },
        ]),
  ];
}

function scalesByDesign({ object, labels, namespace, name }: Workload, cluster: Cluster): boolean {
  const marks = [
    ...Object.keys(object.metadata.annotations ?? {}),
    ...Object.keys(object.metadata.labels ?? {}),
    ...Object.keys(labels),
  ];
  if (marks.some((mark) => BY_DESIGN.test(mark))) return true;
  return cluster
    .ofKind('ScaledObject')
    .some((one) => one.metadata.namespace === namespace && fields(fields(one.spec).scaleTargetRef).name === name);
}

/** Replicas of the manifest that was applied last, where somebody has scaled it by hand since. */
function appliedReplicas({ object }: Workload): number | undefined {
  const replicas = Number(fields(lastApplied(object).spec).replicas);
  return replicas > 0 ? replicas : undefined;
}

/** The last time at which something was changed in it, as far as it says. */
function lastTouched({ object }: Workload): string | undefined {
  const conditions = records(fields(object.status).conditions).flatMap(
    (item) => text(item.lastUpdateTime) ?? text(item.lastTransitionTime) ?? [],
  );
  const managed = records(object.metadata.managedFields).flatMap((item) => text(item.time) ?? []);
  return [...conditions, ...managed].sort().at(-1);
}

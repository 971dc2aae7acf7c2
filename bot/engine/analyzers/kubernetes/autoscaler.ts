import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { gradedSince } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen, told } from '../../cluster/observe.ts';
import { LATELY_MS, REPEATED } from '../../cluster/parameters.ts';
import { fields, records, text } from '../../cluster/read-objects.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { targetOf, weighBlindness } from './blind-autoscaler.ts';

/** Autoscalers that have reached their limit while still over target, or that cannot read what they scale by. */
export const autoscaler = defineAnalyzer({
  id: 'autoscaler',
  title: 'Autoscaler at its limit or blind',
  causes: ['hpa_at_maximum', 'hpa_metrics_unavailable', 'hpa_target_missing'],
  needs: ['objects'],
  kinds: ['HorizontalPodAutoscaler'],
  example: 'The autoscaler holds at its maximum of 5 replicas with CPU at 180 % of a target of 60 %.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const scalers = cluster.ofKind('HorizontalPodAutoscaler');
    return conclude(
      [
        ...scalers.flatMap((object) => examine(object, cluster, evidence, parameters)),
        ...scalers.flatMap((object) => withoutTarget(object, cluster, evidence, parameters)),
        ...unread(cluster),
      ],
      `${scalers.length} autoscalers`,
    );
  },
});

function examine(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const spec = fields(object.spec);
  const status = fields(object.status);
  const reference = fields(spec.scaleTargetRef);
  const workload = cluster.workloadOf(String(reference.kind), object.metadata.namespace ?? '', String(reference.name));
  if (workload === undefined) return [];
  const condition = (type: string) => records(status.conditions).find((item) => item.type === type);
  const finding = (cause: Finding['cause'], what: string, strength: number, onset: unknown): Finding => ({
    analyzer: 'autoscaler',
    component: workload.component,
    cause,
    statement: `${object.metadata.name}: ${what}.`,
    strength,
    evidence: [seen(object, what)],
    onset: typeof onset === 'string' ? onset : undefined,
    parameters: { ...parametersOf(workload), autoscaler: object.metadata.name, autoscalerKind: 'hpa' },
  });
  const found: Finding[] = [];
  const active = condition('ScalingActive');
  const idle = active?.reason === 'ScalingDisabled';
  const maximum = Number(spec.maxReplicas);
  if (active?.status === 'False' && !idle) {
    const blind = finding(
      'hpa_metrics_unavailable',
      `it cannot read its metrics (${String(active.reason)}: ${String(active.message ?? '')})`,
      STRENGTH.fair,
      active.lastTransitionTime,
    );
    found.push(weighBlindness(blind, object, workload, evidence, parameters));
  }
  const limited = condition('ScalingLimited');
  if (limited?.status === 'True' && limited.reason === 'TooManyReplicas' && Number(status.currentReplicas) >= maximum) {
    const over = overTarget(spec, status);
    const reached = finding(
      'hpa_at_maximum',
      `it wants more than its maximum of ${maximum} replicas${over}`,
      STRENGTH.supported,
      limited.lastTransitionTime,
    );
    // One that may have fewer has added what it was allowed to, for as much as its pods have to do.
    const added = over !== '' && Number(spec.minReplicas ?? 1) < maximum;
    found.push(added ? { ...reached, byDemand: true } : reached);
  }
  return found;
}

/** It scales what is not there: its controller says so, or all of that kind were read and none has the name. */
function withoutTarget(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const { name, namespace = '' } = object.metadata;
  const target = fields(fields(object.spec).scaleTargetRef);
  const [kind, wanted] = [String(target.kind), String(target.name)];
  if (cluster.find(kind, namespace, wanted) !== undefined) return [];
  const able = records(fields(object.status).conditions).find((item) => item.type === 'AbleToScale');
  const told = able?.status === 'False' && able.reason === 'FailedGetScale';
  if (!told && !cluster.sees(kind, namespace)) return [];
  const since = text(able?.lastTransitionTime);
  const what = told
    ? `${String(able.reason)}: ${String(able.message ?? '')}`
    : `${kind} ${wanted}, which it is to scale, does not exist`;
  return [
    {
      analyzer: 'autoscaler',
      component: componentOf({ kind: 'service', name: wanted }),
      cause: 'hpa_target_missing',
      statement: `The autoscaler ${name} has nothing to scale: ${what}.`,
      ...gradedSince(told ? 'said' : 'shown', since, evidence, parameters),
      evidence: [seen(object, `scaleTargetRef is ${kind}/${wanted}; ${what}`, since)],
      onset: since,
      parameters: { namespace, autoscaler: name },
    },
  ];
}

const BLIND = /^Failed(?:Get\w+Metric|ComputeMetricsReplicas)$/;

/** Autoscalers that were not read themselves, and whose latest events say that they cannot read their metrics. */
function unread(cluster: Cluster): readonly Finding[] {
  const blind = cluster.events.filter(
    (event) =>
      event.kind === 'HorizontalPodAutoscaler' &&
      BLIND.test(event.reason) &&
      event.count >= REPEATED &&
      cluster.now - event.lastMs < LATELY_MS &&
      cluster.find('HorizontalPodAutoscaler', event.namespace, event.name) === undefined,
  );
  return blind.flatMap((event) => {
    const workload = cluster.workloadsByService(event.name).find(({ namespace }) => namespace === event.namespace);
    if (workload === undefined) return [];
    return [
      {
        analyzer: 'autoscaler',
        component: workload.component,
        cause: 'hpa_metrics_unavailable' as const,
        statement: `${event.name}: it cannot read its metrics (${event.message}).`,
        strength: STRENGTH.moderate,
        evidence: [told(event)],
        onset: event.first,
        parameters: { ...parametersOf(workload), autoscaler: event.name },
      },
    ];
  });
}

function overTarget(spec: Readonly<Record<string, unknown>>, status: Readonly<Record<string, unknown>>): string {
  const target = targetOf(spec);
  const current =
    fields(fields(fields(records(status.currentMetrics)[0]).resource).current).averageUtilization ??
    status.currentCPUUtilizationPercentage;
  return target === undefined || current === undefined
    ? ''
    : `, at ${String(current)} % of a target of ${String(target)} %`;
}

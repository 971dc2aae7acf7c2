import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet, KubernetesObject } from '../../domain/signals.ts';
import { type Cluster, readCluster } from '../cluster/cluster.ts';
import { seen } from '../cluster/observe.ts';
import { NEITHER, PHASE_FIELDS, UNWELL_PHASES, UNWELL_WHEN_TRUE, WELL_WHEN_TRUE } from '../knowledge/conditions.ts';
import type { Parameters } from '../parameters.ts';
import { componentOfObject } from './place.ts';
import { isOld } from './time.ts';

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** Kinds whose state is read by an observer of its own: pods by replicas and restarts, events as events. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set([
  'Pod',
  'Event',
  'ReplicaSet',
  'Lease',
  'Endpoints',
  'EndpointSlice',
]);

/** Bad conditions and phases of any object, those of custom resources, APIServices and budgets included. */
export function observeConditions(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  if (evidence.objects.status !== 'observed') return [];
  const cluster = readCluster(evidence);
  return evidence.objects.value.flatMap((object) => {
    if (typeof object?.kind !== 'string' || typeof object.metadata?.name !== 'string') return [];
    if (READ_ELSEWHERE.has(object.kind)) return [];
    return [
      ...badConditions(object, cluster, evidence, parameters),
      ...badPhases(object, cluster),
      ...stuckDeletion(object, cluster, parameters),
    ];
  });
}

function badConditions(
  object: KubernetesObject,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Observation[] {
  return conditionsOf(object).flatMap((condition): Observation[] => {
    const { type = '', status, reason, message, lastTransitionTime: from } = condition;
    if (!isBad(type, status)) return [];
    // A replica set that is not progressing because it was paused, a job that was suspended: both are wanted.
    if (/paused|suspended|scaledtozero|scalingdisabled/i.test(reason ?? '')) return [];
    const words = [reason, message?.trim()].filter((word) => word !== undefined && word !== '').join(': ');
    const quote = `${object.kind} condition ${type}=${status}${words === '' ? '' : ` (${words})`}`;
    return [
      {
        kind: 'condition',
        name: `${object.kind} ${type}`,
        component: placed(object, cluster),
        ...namespaceOf(object),
        ...(from && { from }),
        evidence: [seen(object, quote, from)],
        class: isOld(from, evidence, parameters) ? 'standing' : 'relevant',
      },
    ];
  });
}

function isBad(type: string, status: string | undefined): boolean {
  if (NEITHER.has(type)) return false;
  if (WELL_WHEN_TRUE.has(type)) return status === 'False' || (type === 'Ready' && status === 'Unknown');
  return status === 'True' && UNWELL_WHEN_TRUE.test(type);
}

function badPhases(object: KubernetesObject, cluster: Cluster): readonly Observation[] {
  const status = record(object.status);
  return PHASE_FIELDS.flatMap((field): Observation[] => {
    const value = status[field];
    const word = typeof value === 'string' ? value : record(value).status;
    if (typeof word !== 'string' || !UNWELL_PHASES.test(word.trim())) return [];
    const message = [status.message, status.reason, record(value).message].find((text) => typeof text === 'string');
    const quote = `${object.kind} ${field} ${word}${typeof message === 'string' && message !== '' ? ` (${message})` : ''}`;
    return [
      {
        kind: 'condition',
        name: `${object.kind} ${field}`,
        component: placed(object, cluster),
        ...namespaceOf(object),
        evidence: [seen(object, quote)],
        class: 'relevant',
      },
    ];
  });
}

/** An object that was to be deleted long ago and is still there. */
function stuckDeletion(object: KubernetesObject, cluster: Cluster, parameters: Parameters): readonly Observation[] {
  const from = text(object.metadata.deletionTimestamp);
  if (from === undefined || cluster.now - Date.parse(from) < parameters.onItsWayMs) return [];
  return [
    {
      kind: 'condition',
      name: `${object.kind} Terminating`,
      component: placed(object, cluster),
      ...namespaceOf(object),
      from,
      evidence: [seen(object, `${object.kind} is being deleted since ${from} and is still there`, from)],
      class: 'relevant',
    },
  ];
}

function placed({ kind, metadata }: KubernetesObject, cluster: Cluster) {
  return componentOfObject(kind, metadata.namespace ?? '', metadata.name, cluster);
}

function conditionsOf(object: KubernetesObject): readonly Condition[] {
  const { conditions } = record(object.status);
  if (!Array.isArray(conditions)) return [];
  return conditions.map((one) => {
    const { type, status, reason, message, lastTransitionTime } = record(one);
    return {
      ...{ type: text(type), status: text(status), reason: text(reason) },
      message: text(message),
      lastTransitionTime: text(lastTransitionTime),
    };
  });
}

function namespaceOf({ metadata }: KubernetesObject): { readonly namespace?: string } {
  return metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

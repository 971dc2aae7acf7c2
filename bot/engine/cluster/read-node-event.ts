import type { KubernetesObject } from '../../domain/signals.ts';
import { fields, number, records, text, timeMs } from './read-objects.ts';
import type { ClusterEvent, Node } from './types.ts';

const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const CONTROL_PLANE_ROLES = ['master', 'control-plane', 'controlplane'];

/** Reads a Node. Control-plane nodes are known by their role labels or the taint that kubeadm gives them. */
export function readNode(object: KubernetesObject): Node {
  const spec = fields(object.spec);
  const status = fields(object.status);
  // The kubelet gives every node this label; a dump without it means the node's name.
  const labels: Record<string, string> = { 'kubernetes.io/hostname': object.metadata.name, ...object.metadata.labels };
  const taints = records(spec.taints).map((taint) => ({
    key: String(taint.key),
    value: text(taint.value),
    effect: String(taint.effect),
  }));
  return {
    object,
    name: object.metadata.name,
    labels,
    taints,
    unschedulable:
      spec.unschedulable === true || taints.some((taint) => taint.key === 'node.kubernetes.io/unschedulable'),
    controlPlane:
      CONTROL_PLANE_LABELS.some((label) => label in labels || taints.some((taint) => taint.key === label)) ||
      CONTROL_PLANE_ROLES.includes(labels['kubernetes.io/role'] ?? ''),
    allocatable: fields(status.allocatable),
    conditions: records(status.conditions).map((condition) => ({
      type: String(condition.type),
      status: String(condition.status),
      reason: text(condition.reason),
      message: text(condition.message),
      lastTransitionTime: text(condition.lastTransitionTime),
    })),
    createdAt: timeMs(object.metadata.creationTimestamp),
  };
}

/** Reads an Event of either API (core/v1 or events.k8s.io/v1). */
export function readEvent(object: KubernetesObject): ClusterEvent {
  const involved = fields(object.involvedObject ?? object.regarding);
  const series = fields(object.series);
  const first = text(object.firstTimestamp) ?? text(object.deprecatedFirstTimestamp) ?? text(object.eventTime);
  const last =
    text(object.lastTimestamp) ??
    text(series.lastObservedTime) ??
    text(object.deprecatedLastTimestamp) ??
    text(object.eventTime) ??
    object.metadata.creationTimestamp;
  return {
    type: text(object.type) ?? 'Normal',
    reason: text(object.reason) ?? '',
    message: text(object.message) ?? text(object.note) ?? '',
    kind: text(involved.kind) ?? '',
    name: text(involved.name) ?? '',
    namespace: text(involved.namespace) ?? object.metadata.namespace ?? '',
    count: number(object.count ?? series.count ?? object.deprecatedCount, 1),
    component: text(fields(object.source).component) ?? text(object.reportingComponent),
    first: first ?? last,
    last,
    lastMs: timeMs(last) ?? 0,
  };
}

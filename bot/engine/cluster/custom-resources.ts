import type { KubernetesObject } from '../../domain/signals.ts';
import { fields, records, text } from './read-objects.ts';

/** How an object says that it has failed. */
export interface Failure {
  /** `Ready is False (InstallFailed)`, `health is Degraded`. */
  readonly state: string;
  readonly message: string;
  /** RFC 3339. */
  readonly since?: string;
  /** True where the same would be seen for a moment on a good way. */
  readonly onItsWay: boolean;
}

/** API groups of Kubernetes itself; rules of their own read those. */
const BUILT_IN =
  /^(?:v1|(?:apps|batch|autoscaling|policy|extensions|events\.k8s\.io|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|scheduling\.k8s\.io|node\.k8s\.io|coordination\.k8s\.io|discovery\.k8s\.io|admissionregistration\.k8s\.io|apiextensions\.k8s\.io|apiregistration\.k8s\.io|authentication\.k8s\.io|authorization\.k8s\.io|certificates\.k8s\.io|flowcontrol\.apiserver\.k8s\.io|metrics\.k8s\.io|resource\.k8s\.io)\/.*)$/;
/** Custom by their group, but read by rules of their own. */
const READ_ELSEWHERE =
  /^(?:HTTPRoute|GRPCRoute|TLSRoute|TCPRoute|UDPRoute|Gateway|GatewayClass|ReferenceGrant|VirtualService|HTTPProxy|ScaledObject)$/;
const GOOD =
  /^(?:Ready|Synced|Healthy|Available|Reconciled|ReconcileSucceeded|Succeeded|InSync|Valid|Programmed|Released|Deployed|Running|ContinuousArchiving|ClusterIsReady|AllReplicasReady)$/;
const BAD =
  /^(?:Degraded|Stalled|Failed|Failure|Error|ReconcileFailed|ReconcileError|ComparisonError|SyncError|InvalidSpecError|OperationError)$/;
const BAD_PHASE =
  /^(?:Failed|Failure|Error|Degraded|Unhealthy|CrashLoopBackOff|Invalid|Lost|Unrecoverable|Setting up primary failed|Not enough disk space|failed|error|unhealthy)$/;
/** Reasons that say that nothing has gone wrong, or not yet. */
const NOT_YET =
  /^(?:Progressing|Reconciling|Pending|InProgress|Creating|Updating|Installing|DependencyNotReady|Issuing|Provisioning|Unknown)$/i;
const ON_PURPOSE = /^(?:Suspended|Paused|Hibernated|Disabled|Deleting|Terminating|ScaledToZero|Completed|Succeeded)$/i;

/** Whether an object is of an operator's or deployer's kind. Its group tells; without one it is not. */
export function isCustom(object: KubernetesObject): boolean {
  const version = object.apiVersion ?? 'v1';
  return !BUILT_IN.test(version) && !READ_ELSEWHERE.test(object.kind);
}

/** What an object of any kind says of its own failure; undefined where it says nothing of the kind. */
export function failureOf(object: KubernetesObject): Failure | undefined {
  const status = fields(object.status);
  const spec = fields(object.spec);
  if (spec.suspend === true || spec.paused === true || object.metadata.deletionTimestamp !== undefined)
    return undefined;
  // The phase is an operator's own summary; conditions tell of one part each.
  return fromOperation(status) ?? fromPhase(status) ?? fromConditions(status) ?? fromHealth(status);
}

function fromConditions(status: Readonly<Record<string, unknown>>): Failure | undefined {
  const failed = records(status.conditions).filter(({ type, status: value, reason }) => {
    if (ON_PURPOSE.test(String(reason ?? ''))) return false;
    // cert-manager's `Issuing` is `False` when all is done; with this reason the last attempt failed.
    const gaveUp = type === 'Issuing' && value === 'False' && reason === 'Failed';
    return gaveUp || (GOOD.test(String(type)) && value === 'False') || (BAD.test(String(type)) && value !== 'False');
  });
  // The one with the most to say is the one that knows.
  const telling = failed.toSorted((a, b) => String(b.message ?? '').length - String(a.message ?? '').length)[0];
  if (telling === undefined) return undefined;
  const reason = text(telling.reason);
  return {
    state: `${String(telling.type)} is ${String(telling.status ?? 'True')}${reason === undefined ? '' : ` (${reason})`}`,
    message: (text(telling.message) ?? '').trim(),
    since: text(telling.lastTransitionTime),
    onItsWay: NOT_YET.test(reason ?? ''),
  };
}

/** Argo CD and its like: the last operation, which tells why the health is bad. */
function fromOperation(status: Readonly<Record<string, unknown>>): Failure | undefined {
  const operation = fields(status.operationState);
  if (!['Failed', 'Error'].includes(String(operation.phase))) return undefined;
  return {
    state: `its last operation is ${String(operation.phase)}, sync ${String(fields(status.sync).status ?? 'unknown')}, health ${String(fields(status.health).status ?? 'unknown')}`,
    message: [text(operation.message) ?? '', ...failedResources(operation)]
      .map((words) => words.trim())
      .filter((words) => words !== '')
      .join(': '),
    since: text(operation.finishedAt),
    onItsWay: false,
  };
}

/** What a sync says of the first resource that it failed at: Argo CD keeps it beside its own summary. */
function failedResources(operation: Readonly<Record<string, unknown>>): readonly string[] {
  const failed = records(fields(operation.syncResult).resources).find(
    ({ status, hookPhase }) => status === 'SyncFailed' || hookPhase === 'Failed' || hookPhase === 'Error',
  );
  const words = text(failed?.message);
  return words === undefined || text(operation.message)?.includes(words) === true ? [] : [words];
}

function fromHealth(status: Readonly<Record<string, unknown>>): Failure | undefined {
  const health = fields(status.health);
  const value = text(health.status) ?? text(status.health);
  if (value === undefined || !/^(?:Degraded|Missing|red|unhealthy|Unhealthy)$/.test(value)) return undefined;
  return {
    state: `health is ${value}`,
    message: (text(health.message) ?? '').trim(),
    since: text(health.lastTransitionTime),
    onItsWay: false,
  };
}

function fromPhase(status: Readonly<Record<string, unknown>>): Failure | undefined {
  const phase = text(status.phase) ?? text(status.state);
  if (phase === undefined || !BAD_PHASE.test(phase)) return undefined;
  const message = text(status.message) ?? text(status.phaseReason) ?? text(status.reason) ?? text(status.error) ?? '';
  return { state: `its phase is ${phase}`, message: message.trim(), onItsWay: false };
}

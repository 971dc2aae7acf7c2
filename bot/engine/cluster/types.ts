import type { KubernetesObject } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';

type Labels = Readonly<Record<string, string>>;

export interface SelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly SelectorRequirement[];
}
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly SelectorRequirement[];
  readonly matchFields?: readonly SelectorRequirement[];
}
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}
export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector;
  readonly topologyKey: string;
  readonly namespaces?: readonly string[];
}
interface ProbeHandler {
  readonly port?: number | string;
  readonly path?: string;
  /** `HTTPS` where it asks over TLS. */
  readonly scheme?: string;
}
/** A probe; one of the three handlers is set, or none where it runs a command. */
export interface Probe {
  readonly httpGet?: ProbeHandler;
  readonly tcpSocket?: ProbeHandler;
  readonly grpc?: ProbeHandler;
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
}
export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol: string;
}
export interface EnvironmentVariable {
  readonly name: string;
  /** Empty where it is written without one; absent where it is taken from elsewhere. */
  readonly value?: string;
  readonly configMap?: { readonly name: string; readonly key: string };
}
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly ports: readonly ContainerPort[];
  readonly env: readonly EnvironmentVariable[];
  /** ConfigMaps of which every pair becomes a variable. */
  readonly envFrom: readonly { readonly configMap: string; readonly prefix: string }[];
  /** The command and its arguments, one after another. */
  readonly args: readonly string[];
  readonly requests: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly mounts: readonly { readonly name: string; readonly path: string }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}
/** A pod's specification with every list present. */
export interface PodSpec {
  readonly containers: readonly ContainerSpec[];
  readonly initContainers: readonly ContainerSpec[];
  readonly volumes: readonly Readonly<Record<string, unknown> & { name: string }>[];
  readonly nodeSelector: Labels;
  readonly tolerations: readonly Toleration[];
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly requiredNodeTerms: readonly NodeSelectorTerm[];
  readonly requiredAntiAffinity: readonly PodAffinityTerm[];
}
export interface Termination {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}
export interface ContainerStatus {
  readonly name: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: Termination;
  readonly lastTerminated?: Termination;
}
export interface Pod {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: PodSpec;
  /** The node it was bound to. */
  readonly node?: string;
  readonly phase: string;
  readonly reason?: string;
  readonly message?: string;
  readonly deleting: boolean;
  readonly statuses: readonly ContainerStatus[];
  /** Running with every container ready, or finished well. */
  readonly healthy: boolean;
  /** Milliseconds since the epoch; undefined where the object does not say. */
  readonly createdAt?: number;
  readonly startedAt?: number;
}
/** What makes pods: a Deployment, StatefulSet, DaemonSet, Job, or a pod or ReplicaSet of its own. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** The labels that its pods carry. */
  readonly labels: Labels;
  readonly spec: PodSpec;
  readonly desired: number;
  readonly pods: readonly Pod[];
  /** `service/NAME`: the Service in front of it, or the workload's own name where there is none. */
  readonly component: Component;
}
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly protocol: string;
  readonly appProtocol?: string;
}
export interface Service {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
}
export interface Node {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly controlPlane: boolean;
  readonly allocatable: Readonly<Record<string, unknown>>;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
    readonly lastTransitionTime?: string;
  }[];
  readonly createdAt?: number;
}
export interface ClusterEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly count: number;
  readonly component?: string;
  /** RFC 3339 of the first and last occurrence, and the last in milliseconds (0 where unknown). */
  readonly first?: string;
  readonly last?: string;
  readonly lastMs: number;
}

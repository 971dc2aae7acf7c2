import type { NodePlan, Part } from '../part.ts';

/** A Kubernetes object as the API server writes it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface Probe {
  readonly path?: string;
  /** TCP where no path is given, a command where one is. */
  readonly port: number | string;
  readonly scheme?: 'HTTP' | 'HTTPS';
  readonly command?: readonly string[];
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly secret?: { readonly name: string; readonly key: string };
  readonly configMap?: { readonly name: string; readonly key: string };
}

/** A volume claim of a workload and the volume it got. */
export interface Claim {
  readonly name: string;
  readonly storageClass: string;
  readonly size: string;
  /** Undefined while it is pending. */
  readonly volume?: string;
  readonly mountPath: string;
  /** Its volume was deleted under it. */
  readonly lost?: boolean;
  /** The volume it asks for by name, and labels that a volume for it must have. */
  readonly wants?: string;
  readonly selector?: Readonly<Record<string, string>>;
  /** Unix seconds, where it is not as old as its workload. */
  readonly createdAt?: number;
}

/** A workload's wish and what became of it. Faults change these fields; the objects are written from them. */
export interface Workload {
  readonly part: Part;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  replicas: number;
  strategy: 'RollingUpdate' | 'Recreate';
  image: string;
  command?: readonly string[];
  env: EnvVar[];
  liveness?: Probe;
  readiness?: Probe;
  startup?: Probe;
  nodeSelector?: Readonly<Record<string, string>>;
  affinity?: unknown;
  tolerations?: readonly unknown[];
  topologySpread?: readonly unknown[];
  hostPort?: number;
  requests: Record<string, string>;
  limits: Record<string, string>;
  serviceAccount: string;
  imagePullSecrets: readonly string[];
  initContainers: { readonly name: string; readonly image: string; readonly command: readonly string[] }[];
  /** Containers beside its own. */
  sidecars: { readonly name: string; readonly image: string }[];
  claims: Claim[];
  secretVolumes: string[];
  configVolumes: string[];
  /** Labels of its pods, the Service's selector and port, and its address as callers know it. */
  podLabels: Record<string, string>;
  selector: Record<string, string>;
  servicePort: number;
  serviceProtocol: 'TCP' | 'UDP';
  /** Its Service was deleted and not made again. */
  serviceGone?: boolean;
  targetPort: number | string;
  revision: number;
  /** Unix seconds: when the present revision was rolled out, and when the workload was made. */
  rolledAt: number;
  readonly madeAt: number;
  previousImage?: string;
  /** The condition ReplicaFailure. */
  replicaFailure?: { readonly reason: string; readonly message: string; readonly since: number };
  dnsPolicy?: string;
  schedulingGates?: readonly string[];
  terminationGraceSeconds?: number;
  annotations: Record<string, string>;
  /** Config maps and secrets that the cluster does not hold although the workload names them. */
  missing: Set<string>;
}

export interface Terminated {
  readonly reason: string;
  readonly exitCode: number;
  readonly message?: string;
  /** Unix seconds. */
  readonly at: number;
  readonly seconds: number;
}

export interface Pod {
  readonly part: Part;
  name: string;
  /** Undefined while no node was found for it. */
  node?: string;
  readonly ip: string;
  /** Unix seconds. */
  createdAt: number;
  /** Unix seconds since which it was watched under this name, and when it went away. */
  readonly firstSeen: number;
  readonly goneAt?: number;
  /** The revision of its workload that it runs. */
  revision: number;
  image: string;
  phase: 'Running' | 'Pending' | 'Failed' | 'Succeeded' | 'Unknown';
  ready: boolean;
  /** Unix seconds of the last change of readiness. */
  readySince: number;
  waiting?: { readonly reason: string; readonly message: string };
  initWaiting?: { readonly reason: string; readonly message: string };
  initTerminated?: Terminated;
  /** Its init containers run on and hold up the others. */
  initRunning?: boolean;
  terminated?: Terminated;
  lastTerminated?: Terminated;
  /** Unix seconds of each restart. */
  restarts: number[];
  unschedulable?: string;
  gated?: boolean;
  /** No scheduler has looked at it. */
  unseen?: boolean;
  /** Of its containers only its sidecars are not ready. */
  sidecarUnready?: boolean;
  /** Pod-level reason: Evicted, NodeLost. */
  reason?: string;
  message?: string;
  deletingSince?: number;
  /** 1 for each moment at which it serves nothing. */
  readonly down: Uint8Array;
  /** 1 for each moment at which nothing was scraped from it although it ran. */
  readonly unscraped: Uint8Array;
}

export interface NodeState extends NodePlan {
  ready: 'True' | 'False' | 'Unknown';
  readySince: number;
  readyReason: string;
  readyMessage: string;
  conditions: { type: string; status: string; reason: string; message: string; since: number }[];
  taints: { key: string; value?: string; effect: string; timeAdded?: string }[];
  labels: Record<string, string>;
  unschedulable: boolean;
  allocatablePods: number;
}

export type Signal = Float64Array;

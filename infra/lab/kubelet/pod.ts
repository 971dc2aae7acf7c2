import type { ServiceSpec } from '../system.ts';

/** One revision of a workload: what a ReplicaSet stands for. */
export interface Revision {
  readonly number: number;
  /** The suffix of the ReplicaSet's name. */
  readonly hash: string;
  readonly image: string;
  readonly env: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  /** `kubernetes.io/change-cause`. */
  readonly cause?: string;
  /** Numbers under which the same template ran before: somebody went back to it. */
  readonly history?: readonly number[];
  /** Of a restart that somebody asked for. */
  readonly restartedAt?: string;
}

export interface Terminated {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason: 'OOMKilled' | 'Error' | 'Completed';
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

export type ContainerState =
  | { readonly kind: 'running'; readonly startedAt: Date }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'terminated'; readonly terminated: Terminated };

/** A pod with its one container, as the kubelet knows it; it changes. */
export interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly service: ServiceSpec;
  readonly revision: Revision;
  readonly ip: string;
  readonly createdAt: Date;
  state: ContainerState;
  last?: Terminated;
  restarts: number;
  ready: boolean;
  readyChangedAt: Date;
  deleting: boolean;
  /** Of the running process. */
  pid?: number;
}

/** Whether a pod gets requests. */
export function isServing(pod: Pod): boolean {
  return pod.ready && !pod.deleting;
}

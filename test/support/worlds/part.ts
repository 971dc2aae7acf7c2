/** What a system is made of, before anything happens to it. */

export type Runtime = 'jvm' | 'go' | 'node' | 'python' | 'celery';
export type Engine =
  | 'postgresql'
  | 'mysql'
  | 'redis'
  | 'mongodb'
  | 'kafka'
  | 'rabbitmq'
  | 'nginx'
  | 'haproxy'
  | 'sqs'
  | 'lambda'
  | 'alb'
  | 'external';
export type Platform = 'kubernetes' | 'vm' | 'aws';
export type PartKind = 'service' | 'worker' | 'database' | 'cache' | 'broker' | 'gateway' | 'external';

/** One kind of call that a part makes while it answers a request. */
export interface Call {
  readonly role: string;
  /** How many of them a request makes, on average. */
  readonly perRequest: number;
  /** Whether the request fails where the call fails. */
  readonly critical: boolean;
  readonly timeoutMs: number;
}

export interface Part {
  /** Its place in the architecture, the same whatever the names: `orders`, `orders-db`. */
  readonly role: string;
  /** What people call it: workload, Service, unit or AWS name. */
  readonly name: string;
  readonly namespace: string;
  readonly kind: PartKind;
  readonly runtime?: Runtime;
  readonly engine?: Engine;
  readonly stateful: boolean;
  readonly replicas: number;
  readonly port: number;
  readonly calls: readonly Call[];
  /** The role of the broker whose messages it works off. */
  readonly consumes?: string;
  /** Requests a second from outside; 0 where only other parts call it. */
  readonly entryRps: number;
  /** Mean time of its own work for one request. */
  readonly ownMs: number;
  /** Share of requests that fail by themselves on a good day. */
  readonly baseErrors: number;
  /** Core-seconds for one request. */
  readonly cpuPerRequest: number;
  /** Cores a pod may use. */
  readonly cpuLimit: number;
  /** Bytes. */
  readonly memoryLimit: number;
  readonly memoryShare: number;
  readonly image: string;
  readonly version: string;
  readonly routes: readonly string[];
  readonly autoscaled: boolean;
}

export interface NodePlan {
  readonly name: string;
  readonly ip: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly zone: string;
}

/** How targets are labelled: by a ServiceMonitor, by pod annotations, by a static list, or not at all (CloudWatch). */
export type LabelStyle = 'service-monitor' | 'annotations' | 'static' | 'cloudwatch';
export type LogForm = 'pod-files' | 'service-files' | 'ndjson' | 'journal';

export interface System {
  readonly platform: Platform;
  readonly cluster: string;
  readonly parts: readonly Part[];
  readonly nodes: readonly NodePlan[];
  readonly labels: LabelStyle;
  readonly logs: LogForm;
  readonly metrics: 'openmetrics' | 'matrix';
  /** Sidecars of a mesh report every request as well. */
  readonly mesh: boolean;
  /** Whether `topology.json` was recorded. */
  readonly topology: boolean;
  /** Seconds between two scrapes, and how many were kept. */
  readonly step: number;
  readonly points: number;
}

export function partOf(system: System, role: string): Part {
  const part = system.parts.find((one) => one.role === role);
  if (part === undefined) throw new Error(`the system has no part ${role}`);
  return part;
}

/** The parts that call `part`, nearest first by the order of the system. */
export function callersOf(system: System, part: Part): readonly Part[] {
  return system.parts.filter(({ calls }) => calls.some(({ role }) => role === part.role));
}

/** Whether a cluster's etcd and API server are the team's own: the names of its nodes are no cloud's. */
export function runsItsOwnControlPlane({ platform, nodes }: System): boolean {
  return platform === 'kubernetes' && /^(worker|node)-/.test(nodes[0]?.name ?? '');
}

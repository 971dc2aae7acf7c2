import type { Cluster } from './cluster.ts';
import type { Metrics } from './metrics.ts';
import type { Random } from './random.ts';
import type { Load } from './requests.ts';
import type { Span } from './span.ts';

export type Language =
  | 'java'
  | 'go'
  | 'logfmt'
  | 'zap'
  | 'python'
  | 'node'
  | 'dotnet'
  | 'serilog'
  | 'php'
  | 'elixir'
  | 'nginx'
  | 'envoy'
  | 'postgres'
  | 'mysql'
  | 'redis'
  | 'kafka'
  | 'rabbitmq'
  | 'mssql'
  | 'klog'
  | 'lambda'
  | 'none';

export type Vocabulary =
  | 'micrometer'
  | 'otel'
  | 'client'
  | 'aspnet'
  | 'phoenix'
  | 'istio'
  | 'linkerd'
  | 'cloudwatch'
  | 'grpc'
  | 'phpfpm'
  | 'nginx'
  | 'postgres'
  | 'mysql'
  | 'redis'
  | 'kafka'
  | 'rabbitmq'
  | 'mssql'
  | 'none';

/** How a program writes its lines, where no language of the list above does. */
export interface Dialect {
  line: (line: { at: number; level: Level; service: string; text: string }, r: Random) => string;
  /** About a request; without it the program writes `usual` lines instead. */
  access?: (at: number, service: string, path: string, status: number, ms: number, r: Random) => string;
  usual?: (r: Random) => string;
}
type Labels = Record<string, string>;
export type Measure = (m: Metrics, load: Load, labels: Labels, service: Service, system: System) => void;
export type Export = (m: Metrics, labels: Labels, span: Span, service: Service) => void;

export interface Service {
  name: string;
  speaks: Language;
  vocabulary?: Vocabulary;
  dialect?: Dialect;
  measures?: Measure;
  exports?: Export;
  namespace?: string;
  /** Requests a second and their mean duration in milliseconds. */
  rps?: number;
  ms?: number;
  calls?: string[];
  pods?: number;
  port?: number;
  image?: string;
  paths?: string[];
  /** Of the container, in MiB. */
  memory?: number;
  /** Host or node it runs on, where that is fixed. */
  host?: string;
  stateful?: boolean;
  /** Has no object in Kubernetes: runs outside. */
  outside?: boolean;
}

export interface System {
  name: string;
  cluster: string;
  platform: 'kubernetes' | 'hosts' | 'aws';
  namespace: string;
  nodes: string[];
  vocabulary: Vocabulary;
  registry: string;
  logs: 'pod' | 'service' | 'ndjson' | 'stamped' | 'loki' | 'insights' | 'cri';
  measures?: Measure;
  /** Of a target that is scraped. */
  labels?: (service: Service, place: string) => Labels;
  alertLabels?: (service: Service) => Labels;
  machine?: (m: Metrics, node: string, span: Span) => void;
  /** Metrics are pushed: nothing is known about targets and containers. */
  pushed?: boolean;
  /** Nobody knows who calls whom. */
  graph?: false;
  authors: string[];
  services: Service[];
  /** Lines that are always there. */
  usual?: Say[];
  alertName: [errors: string, slow: string];
}

export interface Effect {
  /** Share of requests that fail, times slower, times the traffic. */
  errors?: number;
  slow?: number;
  traffic?: number;
  code?: number;
  down?: boolean;
  ramp?: boolean;
  /** What it logs about each failure it logs. */
  said?: string[];
  cpu?: number;
  memory?: number;
  /** Share by which its traffic grows from the beginning to the end of the window, fault or no fault. */
  drift?: number;
  /** No alert for it. */
  silent?: boolean;
}

export interface Say {
  in: string;
  say: string | string[];
  /** Seconds between lines; without it, once. */
  every?: number;
  level?: Level;
  /** Minutes after the beginning of the fault; may be below zero. */
  after?: number;
  until?: number;
  raw?: boolean;
  always?: boolean;
}

export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface Change {
  /** Minutes before the beginning of the fault. */
  before: number;
  kind: 'deploy' | 'commit' | 'config' | 'flag';
  service?: string;
  summary: string;
  id?: string;
  files?: string[];
  diff?: string;
}

export interface Alert {
  name: string;
  labels: Record<string, string>;
  summary: string;
  /** Minutes after the beginning of the fault. */
  after?: number;
}

export interface Truth {
  verdicts: string[];
  components: string[];
  causes: string[];
  what: string;
  quote: string;
}

export type Source = 'logs' | 'metrics' | 'kubernetes' | 'topology' | 'alerts' | 'changes' | 'traces';

export interface Scenario {
  key: string;
  system: System;
  report: string;
  components: string[];
  causes: string[];
  what: string;
  quote: string;
  kind?: 'fault' | 'healthy' | 'recovered';
  /** The one that complains loudest is not the cause. */
  elsewhere?: boolean;
  minutes?: number;
  step?: number;
  /** Minutes before the end of the window: the beginning and, where over, the end of the fault. */
  onset?: number;
  until?: number;
  effects?: Record<string, Effect>;
  logs?: Say[];
  metrics?: (metrics: Metrics, span: Span, cluster?: Cluster) => void;
  cluster?: (cluster: Cluster, span: Span) => void;
  changes?: Change[];
  alerts?: Alert[];
  topology?: boolean;
  traces?: boolean;
  without?: Source[];
  /** Logs that were not collected. */
  lost?: string[];
  /** The metrics end in the middle of a line. */
  cut?: boolean;
}

import type { RandomSource } from '../random-source.ts';
import type { Fault } from './fault-kind.ts';
import type { KubeObject, NodeState, Pod, Workload } from './kubernetes/state.ts';
import type { DnsState } from './kubernetes/system-objects.ts';
import type { Problem } from './logs/client-texts.ts';
import type { Part, System } from './part.ts';
import type { TimeAxis } from './time-axis.ts';

/** What acts upon one part, a value for each moment. */
export interface Drive {
  /** Times its own work takes as long. */
  readonly latencyFactor: Float64Array;
  /** Milliseconds added to its own work. */
  readonly latencyMs: Float64Array;
  /** Share of requests that it fails by itself, added to its usual one. */
  readonly errors: Float64Array;
  /** Milliseconds that the network adds to each call of it; only its callers see them. */
  readonly networkMs: Float64Array;
  /** Share of calls that never reach it. */
  readonly unreachable: Float64Array;
  /** Requests from outside, in times the usual. */
  readonly traffic: Float64Array;
  readonly cpuFactor: Float64Array;
  /** Cores a pod burns besides its requests. */
  readonly cpuExtra: Float64Array;
  /** Share of its memory limit, added. */
  readonly memory: Float64Array;
}

export type DriveKey = keyof Drive;
const FACTORS: ReadonlySet<DriveKey> = new Set(['latencyFactor', 'traffic', 'cpuFactor']);

/** A line of a log before its program's form is given to it. */
export interface LogEntry {
  readonly part: Part;
  readonly pod?: Pod;
  /** Unix milliseconds. */
  readonly time: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly logger?: string;
  readonly text: string;
  /** Lines that follow it: a stack trace. */
  readonly stack?: readonly string[];
  readonly fields?: Readonly<Record<string, string | number>>;
}

export interface ClusterEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly source: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly node?: string;
  readonly container?: string;
}

export interface Alert {
  readonly name: string;
  readonly severity: 'critical' | 'warning' | 'info' | 'none';
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly startsAt: number;
}

export interface Change {
  readonly time: number;
  readonly kind: 'deploy' | 'commit' | 'config' | 'flag';
  readonly service?: string;
  readonly id: string;
  readonly summary: string;
  readonly author?: string;
  readonly files?: readonly string[];
  readonly diff?: string;
}

/** A series that only some systems have: at rest at `base`, and moved by changes of the signal of its name. */
export interface AddedSeries {
  /** Of a part, or of `node/NAME`. */
  readonly role: string;
  readonly name: string;
  /** A counter's values are what is added in a second, kept in fractions. */
  readonly type: 'gauge' | 'counter';
  readonly labels: Readonly<Record<string, string>>;
  readonly base: number;
}

export type SignalChange = (base: number, index: number) => number;

/** One system while its world is made: faults and noise act upon it, then it is written out. */
export interface Scene {
  readonly random: RandomSource;
  readonly axis: TimeAxis;
  readonly system: System;
  readonly drives: ReadonlyMap<string, Drive>;
  /** Times as often as usual that one part calls one other, by `caller>callee` in roles. */
  readonly callFactors: Map<string, Float64Array>;
  /** Milliseconds that a caller waits for a call that never arrives; 1 where it is refused at once. */
  readonly giveUpMs: Map<string, number>;
  /** What callers say of a part when their calls fail; a time-out or a refusal where nothing is set. */
  readonly problems: Map<string, Problem>;
  /** The fault that each of those problems is of: before it and after its end what fails now and then fails as ever. */
  readonly problemFaults: Map<string, Pick<Fault, 'from' | 'until'>>;
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly pods: Pod[];
  /** Pods that were there when the recording began and are gone: measured, but no objects any more. */
  readonly departed: Pod[];
  readonly nodes: NodeState[];
  /** Objects that faults and noise add. */
  readonly objects: KubeObject[];
  readonly events: ClusterEvent[];
  readonly logs: LogEntry[];
  readonly alerts: Alert[];
  readonly changes: Change[];
  readonly signals: Map<string, SignalChange[]>;
  /** What is measured besides what the exporters of such a system tell. */
  readonly addedSeries: AddedSeries[];
  /** What is to be said in the logs, written once it is known which pods are up. */
  readonly sayings: (() => void)[];
  /** Unix seconds: when the fault that is at work ends; absent where none does. */
  readonly faultEnds?: number;
  /** CoreDNS where it is not well. */
  readonly dnsStates: DnsState[];
}

/** The drive of a system at rest. */
export function restingDrive(points: number): Drive {
  const of = (value: number) => new Float64Array(points).fill(value);
  return {
    latencyFactor: of(1),
    latencyMs: of(0),
    errors: of(0),
    networkMs: of(0),
    unreachable: of(0),
    traffic: of(1),
    cpuFactor: of(1),
    cpuExtra: of(0),
    memory: of(0),
  };
}

/** Moves one drive of a part as far as `peak` while the fault is fully developed: factors multiply, the rest adds. */
export function drive(scene: Scene, part: Part, key: DriveKey, fault: Pick<Fault, 'course'>, peak: number): void {
  const values = scene.drives.get(part.role)![key];
  for (let i = 0; i < values.length; i++) {
    const share = fault.course[i]!;
    if (FACTORS.has(key)) values[i]! *= 1 + (peak - 1) * share;
    else values[i]! += peak * share;
  }
}

/** Lets a quantity that an exporter reports differ from what the course of things gives. Changes apply in order. */
export function changeSignal(scene: Scene, part: { readonly role: string }, name: string, change: SignalChange): void {
  const key = `${part.role} ${name}`;
  const changes = scene.signals.get(key);
  if (changes === undefined) scene.signals.set(key, [change]);
  else changes.push(change);
}

/** A quantity as reported: `base` after every change that faults and noise made to it. */
export function signal(
  scene: Scene,
  part: { readonly role: string },
  name: string,
  base: number,
  index: number,
): number {
  let value = base;
  for (const change of scene.signals.get(`${part.role} ${name}`) ?? []) value = change(value, index);
  return value;
}

/** The same for what a node reports. */
export function changeNode(scene: Scene, node: string, name: string, change: SignalChange): void {
  changeSignal(scene, { role: `node/${node}` }, name, change);
}

/** Lets a quantity approach `value` as the fault develops. */
export function toward(fault: Pick<Fault, 'course'>, value: number): SignalChange {
  return (base, index) => base + (value - base) * fault.course[index]!;
}

export function podsOf(scene: Scene, part: Part): readonly Pod[] {
  return scene.pods.filter((pod) => pod.part.role === part.role);
}

/** The pods of a part that were there at any moment of the recording. */
export function everPodsOf(scene: Scene, part: Part): readonly Pod[] {
  return [...scene.pods, ...scene.departed].filter((pod) => pod.part.role === part.role);
}

export function workloadOf(scene: Scene, part: Part): Workload {
  return scene.workloads.get(part.role)!;
}

import { createRandomSource, type RandomSource } from '../random-source.ts';
import { symptomAlerts } from './alerts.ts';
import type { Along } from './along.ts';
import type { Architecture } from './architecture.ts';
import { complaintOf } from './complaint.ts';
import type { Fault, FaultKind, Strike } from './fault-kind.ts';
import { makeNode, makePods, makeWorkload } from './kubernetes/make.ts';
import { chatter } from './logs/chatter.ts';
import { symptoms } from './logs/symptoms.ts';
import { LONG_OVER_MINUTES, makeFault } from './make-fault.ts';
import { milder } from './milder.ts';
import { drawNames } from './names.ts';
import { innocentNoise } from './noise/innocent.ts';
import type { Part, System } from './part.ts';
import { placesFor } from './places-for.ts';
import { restingDrive, type Scene } from './scene.ts';
import { simulate } from './simulate/run.ts';
import { type SnapshotFiles, snapshotFiles } from './snapshot.ts';
import { createTimeAxis, rfc3339 } from './time-axis.ts';
import { traceFile } from './traces.ts';

/** What may be answered of a world. */
export interface Truth {
  readonly verdicts: readonly string[];
  readonly components?: readonly string[];
  readonly causes?: readonly string[];
  readonly faults?: readonly { readonly components: readonly string[]; readonly causes: readonly string[] }[];
  /** RFC 3339: when the first fault began, and when it ended. */
  readonly from?: string;
  readonly until?: string;
}

export interface World {
  readonly id: string;
  readonly architecture: string;
  /** The kinds of its faults; empty where it is healthy. */
  readonly kinds: readonly string[];
  readonly truth: Truth;
  /** The name of each part by its role. */
  readonly names: ReadonlyMap<string, string>;
  readonly files: SnapshotFiles;
}

/** What a world is made from; the same orders give the same world. */
export interface WorldOrder extends Along {
  readonly id: string;
  readonly seed: number;
  readonly architecture: Architecture;
  readonly kinds: readonly FaultKind[];
  /** Its fault is over when the recording is made. */
  readonly recovered?: boolean;
  /** It has been over for an hour and more. */
  readonly longOver?: boolean;
  /** The same world as it would have been without its faults. */
  readonly twin?: boolean;
  /** Fixes the names, so that one world can be made under two sets of them. */
  readonly trade?: number;
  /** Some of its requests were traced. */
  readonly traced?: boolean;
}

/** Makes one world. Throws an Error where a kind finds no part of the architecture to strike. */
export function makeWorld(order: WorldOrder): World {
  const stream = (n: number) => createRandomSource(order.seed * 16 + n);
  const names = drawNames(stream(1), order.trade);
  const system = order.architecture.build(names, stream(2));
  const scene = makeScene(recorded(system, order), stream(3));
  innocentNoise({ ...scene, random: stream(4) });
  for (const { traffic } of scene.drives.values()) traffic.fill(order.traffic ?? 1);
  const choice = stream(5);
  const places = placesFor(order.kinds, system, choice);
  const strikes = order.kinds.map((kind, n) =>
    strike({ ...scene, random: stream(6 + 16 * n) }, kind, places[n]!, choice, order),
  );
  const courses = simulate({ ...scene, random: stream(7) });
  const after = { ...scene, random: stream(8) };
  symptoms(after, courses);
  symptomAlerts(after, courses);
  for (const write of scene.sayings) write();
  chatter({ ...scene, random: stream(9) }, courses, order.architecture.linesPerMinute * (order.chatter ?? 1));
  const complaint = complaintOf(
    stream(10),
    system,
    courses,
    order.twin === true ? [] : strikes.map(({ told }) => told),
  );
  return {
    id: order.id,
    architecture: order.architecture.id,
    kinds: order.twin === true ? [] : order.kinds.map(({ id }) => id),
    truth: truthOf(order, strikes),
    names: new Map(system.parts.map(({ role, name }) => [role, name])),
    files: new Map([
      ...snapshotFiles({ ...scene, random: stream(11) }, courses, complaint),
      ...(order.traced === true
        ? [['traces/spans.json', traceFile({ ...scene, random: stream(12) }, courses)] as const]
        : []),
    ]),
  };
}

/** What was before a fault is recorded as well, or nobody could tell the fault from how things are. */
function recorded(system: System, { longOver, points }: WorldOrder): System {
  const longer = longOver === true ? (LONG_OVER_MINUTES * 60) / system.step : 0;
  return { ...system, points: points === undefined ? system.points + longer : Math.round(points) };
}

interface Struck {
  readonly kind: FaultKind;
  readonly part: Part;
  readonly fault: Fault;
  readonly told: Strike;
}

function strike(scene: Scene, kind: FaultKind, part: Part, choice: RandomSource, order: WorldOrder): Struck {
  const fault = makeFault(scene, kind, choice, order);
  const before = { events: scene.events.length, alerts: scene.alerts.length, changes: scene.changes.length };
  const ending = { ...scene, faultEnds: fault.until };
  const said = new Map(scene.problems);
  kind.measured?.(scene, part);
  const struck = () => kind.strike(ending, part, fault) ?? {};
  const told =
    order.twin === true ? {} : order.severity === undefined ? struck() : milder(ending, order.severity, struck);
  for (const [role, problem] of scene.problems) if (said.get(role) !== problem) scene.problemFaults.set(role, fault);
  const recordedAfter = 60 * ((order.later ?? 0) - (order.earlier ?? 0));
  scene.changes.push(
    ...scene.changes.splice(before.changes).map((one) => ({ ...one, time: one.time + recordedAfter })),
  );
  if (fault.until !== undefined) endAll(scene, before, fault.until);
  return { kind, part, fault, told };
}

/** What a fault that is over brought about is over as well: its events come no more, its alerts are resolved and gone. */
function endAll(scene: Scene, before: { readonly events: number; readonly alerts: number }, until: number): void {
  const events = scene.events.splice(before.events);
  scene.events.push(...events.map((event) => ({ ...event, last: Math.max(event.first, Math.min(event.last, until)) })));
  scene.alerts.length = before.alerts;
}

function truthOf({ recovered, twin }: WorldOrder, strikes: readonly Struck[]): Truth {
  if (twin === true || strikes.length === 0) return { verdicts: ['healthy'] };
  const faults = strikes.map(({ kind, part, told }) => ({
    components: told.components ?? [`service/${part.name}`],
    causes: told.causes ?? kind.causes,
  }));
  const { fault } = strikes[0]!;
  const times = {
    from: rfc3339(Math.round(fault.from)),
    ...(fault.until === undefined ? {} : { until: rfc3339(Math.round(fault.until)) }),
  };
  const verdicts = [recovered === true ? 'recovered' : 'fault'];
  return faults.length === 1 ? { verdicts, ...faults[0]!, ...times } : { verdicts, faults, ...times };
}

function makeScene(system: System, random: RandomSource): Scene {
  const day = Date.UTC(2026, random.whole(0, 10), random.whole(1, 28), random.whole(0, 23), random.whole(0, 59)) / 1000;
  const axis = createTimeAxis(day, system.step, system.points);
  const own = system.parts.filter(({ kind }) => kind !== 'external');
  const workloads = new Map(own.map((part) => [part.role, makeWorkload(part, system, random, axis.end)]));
  return {
    random,
    axis,
    system,
    drives: new Map(system.parts.map(({ role }) => [role, restingDrive(axis.points)])),
    callFactors: new Map(),
    giveUpMs: new Map(),
    problems: new Map(),
    problemFaults: new Map(),
    workloads,
    pods: own.flatMap((part, n) => makePods(workloads.get(part.role)!, system, random, axis.points, n)),
    departed: [],
    nodes: system.nodes.map((node) => makeNode(node, random, axis.end)),
    objects: [],
    events: [],
    logs: [],
    alerts: [],
    changes: [],
    signals: new Map(),
    addedSeries: [],
    sayings: [],
    dnsStates: [],
  };
}

import { type Call, type Part, partOf } from '../part.ts';
import { everPodsOf, type Scene } from '../scene.ts';
import { type CallCourse, type Course, type Courses, shareAbove } from './course.ts';

/**
 * Computes how every part fares: load flows from the entries to what they call, time and errors flow back. Nothing is
 * random here but a little jitter from moment to moment.
 */
export function simulate(scene: Scene): Courses {
  const { system, axis, random } = scene;
  const order = callersFirst(system.parts);
  const parts = new Map<string, Course>(system.parts.map((part) => [part.role, emptyCourse(axis.points)]));
  const calls: CallCourse[] = order.flatMap((caller) =>
    caller.calls.map((call) => emptyCall(caller, partOf(system, call.role), call, axis.points)),
  );
  const servingOf = new Map(system.parts.map((part) => [part.role, everPodsOf(scene, part)]));
  const phase = random.between(0, 2 * Math.PI);
  const swing = random.between(0.02, 0.12);
  for (let i = 0; i < axis.points; i++) {
    const daily = 1 + swing * Math.sin(phase + (axis.at(i) / 86_400) * 2 * Math.PI * 3);
    for (const part of order) {
      const course = parts.get(part.role)!;
      const drive = scene.drives.get(part.role)!;
      const pods = servingOf.get(part.role)!;
      course.serving[i] = pods.length === 0 ? 1 : pods.reduce((sum, pod) => sum + (pod.down[i] === 1 ? 0 : 1), 0);
      course.rps[i]! += part.entryRps * daily * drive.traffic[i]! * jitter(random.normal(), 0.03);
      if (part.consumes !== undefined) consume(part, course, parts.get(part.consumes)!, i, axis.step);
      for (const one of calls) {
        if (one.caller !== part) continue;
        one.rps[i] = course.rps[i]! * perRequestAt(scene, one, i) * (1 - drive.errors[i]! * 0.7);
        parts.get(one.callee.role)!.rps[i]! += one.rps[i]!;
      }
    }
    for (const part of [...order].reverse()) answer(scene, part, parts, calls, i, jitter(random.normal(), 0.05));
  }
  return { parts, calls };
}

/** Time and errors of one part at one moment, from its own work and from what it calls. */
function answer(
  scene: Scene,
  part: Part,
  parts: ReadonlyMap<string, Course>,
  calls: readonly CallCourse[],
  i: number,
  wobble: number,
): void {
  const drive = scene.drives.get(part.role)!;
  const course = parts.get(part.role)!;
  const share = course.rps[i]! / Math.max(1, course.serving[i]!);
  const wanted = 0.01 + share * part.cpuPerRequest * drive.cpuFactor[i]! + drive.cpuExtra[i]!;
  const use = wanted / part.cpuLimit;
  course.throttled[i] = Math.min(0.97, Math.max(0, (use - 0.75) / 0.6) ** 1.5);
  course.cpu[i] = Math.min(part.cpuLimit, wanted) * jitter(scene.random.normal(), 0.02);
  let latency = (part.ownMs * drive.latencyFactor[i]! * (1 + 4 * course.throttled[i]!) + drive.latencyMs[i]!) * wobble;
  let succeeds = 1 - Math.min(1, part.baseErrors * jitter(scene.random.normal(), 0.25) + drive.errors[i]!);
  for (const one of calls) {
    if (one.caller !== part) continue;
    see(scene, one, parts.get(one.callee.role)!, i);
    const perRequest = perRequestAt(scene, one, i);
    latency += perRequest * one.latencyMs[i]!;
    if (one.call.critical) succeeds *= 1 - Math.min(1, one.failures[i]! * Math.min(1, perRequest));
  }
  course.latencyMs[i] = latency;
  course.errors[i] = 1 - succeeds;
}

/** How many of these calls one request makes at a moment. */
function perRequestAt(scene: Scene, { caller, callee, call }: CallCourse, i: number): number {
  return call.perRequest * (scene.callFactors.get(`${caller.role}>${callee.role}`)?.[i] ?? 1);
}

/** What the caller sees of the callee: its time, the network's, and calls that come to nothing. */
function see(scene: Scene, one: CallCourse, callee: Course, i: number): void {
  const drive = scene.drives.get(one.callee.role)!;
  const served = one.callee.replicas === 0 || callee.serving[i]! > 0;
  const lost = served ? drive.unreachable[i]! : 1;
  const remote = callee.latencyMs[i]! + drive.networkMs[i]! + (one.callee.engine === 'external' ? 20 : 0.4);
  const late = shareAbove(one.call.timeoutMs, remote);
  const patience = Math.min(one.call.timeoutMs, scene.giveUpMs.get(one.callee.role) ?? 1);
  one.unanswered[i] = lost + (1 - lost) * late;
  one.failures[i] = 1 - (1 - one.unanswered[i]!) * (1 - callee.errors[i]!);
  one.latencyMs[i] = lost * patience + (1 - lost) * Math.min(remote, one.call.timeoutMs);
}

/** Every part after all that call it. Throws an Error where calls go round in a circle. */
function callersFirst(parts: readonly Part[]): readonly Part[] {
  const placed: Part[] = [];
  const left = new Set(parts);
  while (left.size > 0) {
    const next = [...left].filter((part) => [...left].every((other) => other === part || !leadsTo(other, part)));
    if (next.length === 0) throw new Error('the calls of the system go round in a circle');
    for (const part of next) {
      placed.push(part);
      left.delete(part);
    }
  }
  return placed;
}

function leadsTo(first: Part, second: Part): boolean {
  return first.calls.some(({ role }) => role === second.role) || second.consumes === first.role;
}

/** Messages that one pod works on at a time. */
const CONCURRENCY = 4;

/** A worker takes what its broker got and what waits, as fast as its pods can; the rest is its lag. */
function consume(part: Part, course: Course, broker: Course, i: number, step: number): void {
  const waiting = i === 0 ? 0 : course.lag[i - 1]!;
  const arrived = broker.rps[i]!;
  const seconds = (i === 0 ? part.ownMs : Math.max(1, course.latencyMs[i - 1]!)) / 1000;
  const capacity = (course.serving[i]! * CONCURRENCY) / seconds;
  course.rps[i] = Math.min(capacity, arrived + waiting / step);
  course.lag[i] = Math.max(0, waiting + (arrived - course.rps[i]!) * step);
}

function emptyCourse(points: number): Course {
  const of = () => new Float64Array(points);
  return { rps: of(), errors: of(), latencyMs: of(), cpu: of(), throttled: of(), serving: of(), lag: of() };
}

function emptyCall(caller: Part, callee: Part, call: Call, points: number): CallCourse {
  const of = () => new Float64Array(points);
  return { caller, callee, call, rps: of(), failures: of(), unanswered: of(), latencyMs: of() };
}

function jitter(normal: number, size: number): number {
  return Math.max(0.2, 1 + size * normal);
}

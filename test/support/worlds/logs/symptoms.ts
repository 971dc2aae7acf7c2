import type { Fault } from '../fault-kind.ts';
import { everPodsOf, podsOf, type Scene } from '../scene.ts';
import type { CallCourse, Courses } from '../simulate/course.ts';
import { httpText, type Peer, type Problem, type Text } from './client-texts.ts';
import { say } from './say.ts';
import { storeText } from './store-texts.ts';

/** Callers tell in their logs of calls that fail, a few lines a minute at most. */
export function symptoms(scene: Scene, courses: Courses): void {
  for (const one of courses.calls) {
    const spans = failingSpans(scene, one);
    for (const { from, until, share, problem } of spans) {
      const perMinute = Math.min(4, share * one.rps[scene.axis.indexOf(from)]! * 60 * 0.3);
      if (perMinute < 0.02) continue;
      const text = () => tell(scene, one, problem);
      const level = one.call.critical ? 'error' : 'warn';
      if (text() !== undefined && one.caller.runtime !== undefined)
        say(scene, one.caller, { from, until, perMinute, level, logger: loggerOf(one) }, () => text()!);
      // It writes of servers that it could not ask or hear out; an answer of 500 is an answer (ngx_http_upstream).
      else if (one.caller.engine === 'nginx' && problem !== 'failed')
        say(scene, one.caller, { from, until, perMinute, level: 'error' }, () =>
          nginxText(one, problem, upstreamAt(scene, one, from, until)),
        );
    }
  }
}

interface Span {
  readonly from: number;
  readonly until: number;
  readonly share: number;
  readonly problem: Problem;
}

/** Spans of five moments in which noticeably more calls fail than usual. */
function failingSpans(scene: Scene, one: CallCourse): Span[] {
  const spans: Span[] = [];
  const width = 5;
  for (let i = 0; i < scene.axis.points; i += width) {
    const end = Math.min(scene.axis.points - 1, i + width);
    let failures = 0;
    let unanswered = 0;
    for (let j = i; j < end; j++) {
      failures += one.failures[j]! / (end - i);
      unanswered += one.unanswered[j]! / (end - i);
    }
    if (failures < 0.002 + one.callee.baseErrors) continue;
    const quick = (scene.giveUpMs.get(one.callee.role) ?? 1) < 100;
    const drive = scene.drives.get(one.callee.role)!;
    const lost = drive.unreachable[Math.min(end, scene.axis.points - 1)]! > 0.005 || gone(scene, one, i);
    const silent: Problem = lost && quick ? 'refused' : 'timeout';
    const usual: Problem = unanswered > failures / 2 ? silent : 'failed';
    const [first, last] = bulk(one.failures, i, end);
    const isOfFault = overlaps(scene.problemFaults.get(one.callee.role), scene.axis.at(first), scene.axis.at(last));
    const problem = (isOfFault ? scene.problems.get(one.callee.role) : undefined) ?? usual;
    const share = (failures * (end - i)) / (last - first);
    spans.push({ from: scene.axis.at(first), until: scene.axis.at(last), share, problem });
  }
  return spans;
}

/** Seconds in which a fault that is over fades away (`makeFault`). */
const FADES_IN = 90;

function overlaps(fault: Pick<Fault, 'from' | 'until'> | undefined, from: number, until: number): boolean {
  if (fault === undefined || until < fault.from) return false;
  return fault.until === undefined || from <= fault.until + FADES_IN;
}

/** The moments from the first to the last at which much of a span fails, where that is but a part of it. */
function bulk(failures: Float64Array, from: number, end: number): readonly [number, number] {
  const half = Math.max(...failures.subarray(from, end)) / 2;
  const much = Array.from({ length: end - from }, (_, n) => from + n).filter((i) => failures[i]! >= half);
  return much.length * 2 > end - from ? [from, end] : [much[0]!, much.at(-1)! + 1];
}

function gone(scene: Scene, { callee }: CallCourse, i: number): boolean {
  const pods = everPodsOf(scene, callee);
  return pods.length > 0 && pods.every((pod) => pod.down[i] === 1);
}

function tell(scene: Scene, one: CallCourse, problem: Problem): Text | undefined {
  const { caller, callee } = one;
  if (caller.runtime === undefined) return undefined;
  const peer: Peer = peerOf(scene, one);
  if (['database', 'cache', 'broker'].includes(callee.kind) && callee.engine !== undefined)
    return storeText(callee.engine, caller.runtime, problem, peer, scene.random);
  return httpText(caller.runtime, problem, peer, scene.random);
}

function peerOf(scene: Scene, { callee }: Pick<CallCourse, 'callee'>): Peer {
  const ip = podsOf(scene, callee)[0]?.ip ?? '10.100.14.7';
  const host = callee.namespace === 'external' ? callee.name : callee.name;
  return { part: callee, host, ip };
}

function loggerOf({ callee, caller }: CallCourse): string | undefined {
  if (caller.runtime === 'jvm') return `c.e.a.client.${callee.kind === 'database' ? 'Repository' : 'RemoteClient'}`;
  return caller.runtime === 'python' ? `app.clients.${callee.role.replaceAll('-', '_')}` : undefined;
}

/** The address of the upstream that failed in a span: that of a pod that went meanwhile, which was asked until every node had heard. */
function upstreamAt(scene: Scene, one: CallCourse, from: number, until: number): string {
  const { step } = scene.axis;
  const left = scene.departed.findLast(
    ({ part, goneAt = 0 }) => part.role === one.callee.role && goneAt >= from - step && goneAt <= until + step,
  );
  return left?.ip ?? peerOf(scene, one).ip;
}

function nginxText(one: CallCourse, problem: Problem, ip: string): string {
  const request = `client: 203.0.113.9, server: www.example.com, request: "GET ${one.callee.routes[0]} HTTP/1.1", upstream: "http://${ip}:${one.callee.port}${one.callee.routes[0]}", host: "www.example.com"`;
  if (problem === 'refused')
    return `connect() failed (111: Connection refused) while connecting to upstream, ${request}`;
  if (problem === 'reset')
    return `upstream prematurely closed connection while reading response header from upstream, ${request}`;
  return `upstream timed out (110: Operation timed out) while reading response header from upstream, ${request}`;
}

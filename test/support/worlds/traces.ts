import type { Part } from './part.ts';
import type { Scene } from './scene.ts';
import type { CallCourse, Courses } from './simulate/course.ts';

/** Requests that a sampler kept, and how far back it goes. */
const KEPT = 90;
const LAST_MINUTES = 30;

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
}

/** What OpenTelemetry's file exporter wrote of some requests of the last half hour: a server span of each part on the way. */
export function traceFile(scene: Scene, courses: Courses): string {
  const { random, axis, system } = scene;
  const spans = new Map<string, Span[]>();
  const hex = (letters: number) => Array.from({ length: letters }, () => random.whole(0, 15).toString(16)).join('');

  /** Follows one call at a moment (unix seconds); returns when it ends, and whether it failed. */
  const follow = (
    part: Part,
    at: number,
    traceId: string,
    parentSpanId: string | undefined,
  ): readonly [number, boolean] => {
    const index = Math.min(axis.points - 1, axis.indexOf(at));
    const calls = courses.calls.filter(({ caller, call }) => caller === part && random.chance(call.perRequest));
    const spanId = hex(16);
    let end = at + (ownMs(scene, courses, part, index) * random.between(0.6, 1.5)) / 1000;
    let failed = random.chance(ownErrors(courses, part, index));
    for (const one of calls) {
      const [ended, lost] = random.chance(one.unanswered[index]!)
        ? [end + one.latencyMs[index]! / 1000, true]
        : follow(one.callee, end, traceId, spanId);
      end = ended;
      failed ||= lost && one.call.critical;
    }
    if (part.kind !== 'external') {
      const name = part.routes[0] === undefined ? part.role : `GET ${part.routes[0]}`;
      const times = { startTimeUnixNano: nanos(at), endTimeUnixNano: nanos(end) };
      const span = { traceId, spanId, parentSpanId, name, kind: 2, ...times, status: failed ? { code: 2 } : {} };
      spans.set(part.name, [...(spans.get(part.name) ?? []), span]);
    }
    return [end, failed];
  };

  const entries = system.parts.filter(({ entryRps }) => entryRps > 0);
  for (let n = 0; n < KEPT; n++)
    follow(random.pick(entries), axis.end - random.between(30, LAST_MINUTES * 60), hex(32), undefined);
  return JSON.stringify({
    resourceSpans: [...spans].map(([service, own]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ scope: { name: 'auto' }, spans: own }],
    })),
  });
}

function callsOf(courses: Courses, part: Part): readonly CallCourse[] {
  return courses.calls.filter(({ caller }) => caller === part);
}

/** Milliseconds that a request spends in the part itself. */
function ownMs(scene: Scene, courses: Courses, part: Part, index: number): number {
  const below = callsOf(courses, part).reduce(
    (sum, { call, latencyMs }) => sum + call.perRequest * latencyMs[index]!,
    0,
  );
  const network = scene.drives.get(part.role)!.networkMs[index]!;
  return Math.max(0.2, courses.parts.get(part.role)!.latencyMs[index]! - below) + network;
}

/** Share of requests that fail in the part itself. */
function ownErrors(courses: Courses, part: Part, index: number): number {
  const passed = callsOf(courses, part)
    .filter(({ call }) => call.critical)
    .reduce((share, { call, failures }) => share * (1 - failures[index]! * Math.min(1, call.perRequest)), 1);
  const succeeds = 1 - courses.parts.get(part.role)!.errors[index]!;
  return passed <= 0 ? 0 : Math.max(0, 1 - succeeds / passed);
}

function nanos(seconds: number): string {
  return `${BigInt(Math.round(seconds * 1e6)) * 1000n}`;
}

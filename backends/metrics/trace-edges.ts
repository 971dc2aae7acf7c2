import type { TraceEdge } from '../../schemas/generated/metrics.ts';
import type { RecordedSpan } from '../common/snapshot/index.ts';

interface Edge {
  readonly caller: string;
  readonly callee: string;
  readonly operation: string;
  readonly durations: number[];
  readonly own: number[];
  errors: number;
  readonly hosts: Set<string>;
  example: { traceId: string; failed: boolean; duration: number };
}

/**
 * Aggregates spans by caller, callee and operation. An edge is a span that enters a service from another one (or from
 * outside: caller is empty), or a client span that no other service answered and whose attributes name the other side.
 * Own time is a span's duration without the time its service waited for others.
 */
export function aggregateSpans(spans: readonly RecordedSpan[]): TraceEdge[] {
  const byId = new Map<string, RecordedSpan>();
  for (const span of spans) byId.set(`${span.traceId}/${span.spanId}`, span);
  const children = new Map<RecordedSpan, RecordedSpan[]>();
  for (const span of spans) {
    const parent = byId.get(`${span.traceId}/${span.parentSpanId}`);
    if (parent === undefined || parent === span) continue;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [span]);
    else known.push(span);
  }
  const edges = new Map<string, Edge>();
  for (const span of spans) {
    const parent = byId.get(`${span.traceId}/${span.parentSpanId}`);
    if (parent?.service !== span.service) {
      const waits = waitsOf(span, children, 0);
      record(edges, parent?.service ?? '', span.service, span, span.end - span.start - covered(waits, span));
    }
    if (isUnansweredCall(span, children)) record(edges, span.service, span.peer!, span, span.end - span.start);
  }
  return [...edges.values()].map(edgeOf).toSorted((a, b) => b.errors - a.errors || b.calls - a.calls);
}

function isUnansweredCall(span: RecordedSpan, children: ReadonlyMap<RecordedSpan, readonly RecordedSpan[]>): boolean {
  if (!span.outgoing || span.peer === undefined || span.peer === span.service) return false;
  return !(children.get(span) ?? []).some((child) => child.service !== span.service);
}

/** The times in which a span's service waits for others: the nearest descendants that leave it. */
function waitsOf(
  span: RecordedSpan,
  children: ReadonlyMap<RecordedSpan, readonly RecordedSpan[]>,
  depth: number,
): RecordedSpan[] {
  if (depth > 200) return [];
  return (children.get(span) ?? []).flatMap((child) => {
    if (child.service !== span.service || isUnansweredCall(child, children)) return [child];
    return waitsOf(child, children, depth + 1);
  });
}

/** The length of the union of the waits, within the span. */
function covered(waits: readonly RecordedSpan[], span: RecordedSpan): number {
  let total = 0;
  let reached = span.start;
  for (const { start, end } of waits.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(reached, start);
    const to = Math.min(span.end, end);
    if (to > from) {
      total += to - from;
      reached = to;
    }
  }
  return total;
}

function record(edges: Map<string, Edge>, caller: string, callee: string, span: RecordedSpan, own: number): void {
  const key = JSON.stringify([caller, callee, span.operation]);
  const duration = span.end - span.start;
  const example = { traceId: span.traceId, failed: span.failed, duration };
  const edge = edges.get(key) ?? {
    caller,
    callee,
    operation: span.operation,
    durations: [],
    own: [],
    errors: 0,
    hosts: new Set<string>(),
    example,
  };
  edges.set(key, edge);
  edge.durations.push(duration);
  edge.own.push(own);
  if (span.service === callee && span.host !== undefined) edge.hosts.add(span.host);
  if (span.failed) edge.errors++;
  const better = span.failed !== edge.example.failed ? span.failed : duration > edge.example.duration;
  if (better) edge.example = example;
}

function edgeOf({ caller, callee, operation, durations, own, errors, hosts, example }: Edge): TraceEdge {
  const [host, another] = hosts;
  return {
    caller,
    callee,
    operation,
    calls: durations.length,
    errors,
    p50Ms: quantile(durations, 0.5),
    p99Ms: quantile(durations, 0.99),
    ownP50Ms: quantile(own, 0.5),
    ...(host === undefined || another !== undefined ? {} : { host }),
    ...(example.traceId === '' ? {} : { exampleTraceId: example.traceId }),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(Math.max(0, value) * 1000) / 1000;
}

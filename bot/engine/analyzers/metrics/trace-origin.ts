import type { Finding } from '../../../domain/finding.ts';
import type { TraceEdge } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { FORMAT } from '../../parameters.ts';
import { TRACES } from './parameters.ts';

/** How much of the failures in the traces each service makes itself, 0 to 1; services that make none are left out. */
export function ownFailures(edges: readonly TraceEdge[]): ReadonlyMap<string, number> {
  const own = operations(edges).map(
    ({ service, errors, errorsBelow }) => [service, Math.max(0, errors - errorsBelow)] as const,
  );
  const most = Math.max(0, ...own.map(([, count]) => count));
  return new Map(own.filter(([, count]) => count >= REPEATED).map(([service, count]) => [service, count / most]));
}

interface Operation {
  readonly service: string;
  readonly calls: number;
  readonly errors: number;
  /** Failing calls that this service made; where there are as many, the failures come from below. */
  readonly errorsBelow: number;
  readonly ownMs: number;
  readonly slowest: TraceEdge;
}

/** Where failures and time arise in the traces: errors that no call below had, and time spent in the service itself. */
export const traceOrigin = defineAnalyzer({
  id: 'trace-origin',
  title: 'Where errors and time arise in traces',
  causes: ['latency_regression', 'availability_regression'],
  needs: ['traces'],
  example: 'A fifth of the calls to a service fail, and none of the calls that it makes itself.',
  analyze: (evidence) => {
    const edges = evidence.traces.status === 'observed' ? evidence.traces.value : [];
    if (edges.length === 0) return { status: 'unknown', reason: 'no calls in the traces' };
    const services = operations(edges);
    const findings = [...failing(services), ...slow(services)]
      .sort((a, b) => b.strength - a.strength)
      .slice(0, TRACES.shown);
    if (findings.length > 0) return { status: 'found', findings };
    return {
      status: 'clear',
      checked: `${edges.length} kinds of calls: none fails or takes time of its own out of proportion`,
    };
  },
});

function operations(edges: readonly TraceEdge[]): readonly Operation[] {
  const names = new Set(edges.map(({ callee }) => callee));
  return [...names].map((service) => {
    const into = edges.filter(({ callee, caller }) => callee === service && caller !== service);
    const received = into.length > 0 ? into : edges.filter(({ callee }) => callee === service);
    const below = edges.filter(({ caller, callee }) => caller === service && callee !== service);
    const spent = edges.filter(({ callee }) => callee === service);
    return {
      service,
      calls: received.reduce((sum, edge) => sum + edge.calls, 0),
      errors: received.reduce((sum, edge) => sum + edge.errors, 0),
      errorsBelow: below.reduce((sum, edge) => sum + edge.errors, 0),
      ownMs: spent.reduce((sum, edge) => sum + edge.calls * edge.ownP50Ms, 0),
      slowest: spent.reduce((a, b) => (b.ownP50Ms * b.calls > a.ownP50Ms * a.calls ? b : a)),
    };
  });
}

function failing(services: readonly Operation[]): readonly Finding[] {
  return services.flatMap(({ service, calls, errors, errorsBelow, slowest }) => {
    const own = Math.max(0, errors - errorsBelow);
    if (own < REPEATED || own < TRACES.leastErrorShare * calls) return [];
    const component = componentOf({ kind: 'service', name: service });
    const share = Math.round((own / calls) * FORMAT.percent);
    const text = `${own} of ${calls} calls to ${service} fail (${share} %) without a failing call below.`;
    return [
      {
        analyzer: 'trace-origin',
        component,
        cause: 'availability_regression',
        statement: text,
        strength: Number(
          (TRACES.failing + TRACES.failingAdds * Math.min(1, (own / calls) * TRACES.failingFactor)).toFixed(
            FORMAT.decimals,
          ),
        ),
        evidence: [
          { source: 'metrics', tool: 'summarize_traces', target: component, text: withExample(text, slowest) },
        ],
        explains: [],
      } satisfies Finding,
    ];
  });
}

function slow(services: readonly Operation[]): readonly Finding[] {
  const total = services.reduce((sum, { ownMs }) => sum + ownMs, 0);
  if (total <= 0) return [];
  const worst = services.reduce((a, b) => (b.ownMs > a.ownMs ? b : a));
  const share = worst.ownMs / total;
  if (share < TRACES.leastTimeShare || services.length < 2) return [];
  const component = componentOf({ kind: 'service', name: worst.service });
  const text = `${Math.round(share * FORMAT.percent)} % of the time in the traces is spent in ${worst.service} itself: ${worst.slowest.operation} takes ${Math.round(worst.slowest.ownP50Ms)} ms of its own.`;
  return [
    {
      analyzer: 'trace-origin',
      component,
      cause: 'latency_regression',
      statement: text,
      // Time says where, not whether that is news: without a past it stays below what the metrics can show.
      strength: Number((TRACES.slow + TRACES.slowAdds * share).toFixed(FORMAT.decimals)),
      evidence: [
        { source: 'metrics', tool: 'summarize_traces', target: component, text: withExample(text, worst.slowest) },
      ],
    },
  ];
}

function withExample(text: string, { exampleTraceId }: TraceEdge): string {
  return exampleTraceId === undefined ? text : `${text} Example: trace ${exampleTraceId}.`;
}

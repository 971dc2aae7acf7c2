import type { CallCourse } from '../simulate/course.ts';
import type { Exported } from './exporter.ts';

/** One route's share of a part's requests, and how much slower or faster it is than the mean. */
export interface RouteShare {
  readonly route: string;
  readonly share: number;
  readonly pace: number;
}

/** Splits a part's requests over its routes: the first gets most of them; paces average to about 1. */
export function routeShares(routes: readonly string[]): readonly RouteShare[] {
  if (routes.length === 1) return [{ route: routes[0]!, share: 1, pace: 1 }];
  const first = 0.65;
  return routes.map((route, index) => ({
    route,
    share: index === 0 ? first : (1 - first) / (routes.length - 1),
    pace: index === 0 ? 0.9 : 1.2,
  }));
}

/** Answers by status: `ok`, what clients did wrong, and errors, which are 503 where a dependency gave no answer. */
export function answers(
  e: Exported,
  index: number,
): { ok: number; client: number; failed: number; unavailable: number } {
  const errors = Math.min(1, e.course.errors[index]!);
  const blocked = Math.min(
    1,
    e.outgoing.reduce((sum, one) => sum + unansweredShare(one, index), 0),
  );
  const total = e.rps(index);
  const client = 0.01 * total * (1 - errors);
  const unavailable = Math.min(errors, blocked) * total * 0.5;
  return { ok: total * (1 - errors) - client, client, failed: errors * total - unavailable, unavailable };
}

function unansweredShare(one: CallCourse, index: number): number {
  return one.call.critical ? one.unanswered[index]! : 0;
}

/** Calls of one pod to databases and caches a second, and the mean time of one in seconds. */
export function storeCalls(e: Exported, index: number): { rate: number; seconds: number } {
  const stores = e.outgoing.filter(({ callee }) => ['database', 'cache'].includes(callee.kind));
  let rate = 0;
  let busy = 0;
  for (const one of stores) {
    rate += one.rps[index]!;
    busy += (one.rps[index]! * one.latencyMs[index]!) / 1000;
  }
  return { rate: rate * e.share(index), seconds: rate === 0 ? 0 : busy / rate };
}

/** Connections of one pod's pool that are in use: by Little's law, no more than the pool has. */
export function poolActive(e: Exported, index: number, size: number): number {
  const { rate, seconds } = storeCalls(e, index);
  return Math.min(size, Math.max(0, rate * seconds * 1.2));
}

/** Requests inside one pod at a time. */
export function inFlight(e: Exported, index: number): number {
  return (e.rps(index) * e.course.latencyMs[index]!) / 1000;
}

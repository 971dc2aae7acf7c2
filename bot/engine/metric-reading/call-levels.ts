import type { ServiceLevels, Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { FORMAT } from '../parameters.ts';
import { componentNamed, type KnownNames } from './entity.ts';

/** Indicators of the calls of one service to another, as the caller measured them, beside what the callee says of itself. */
export interface CallLevels {
  readonly caller: Component;
  readonly callee: Component;
  readonly client: readonly Sli[];
  /** All callers of the callee together; empty where it measures nothing. */
  readonly server: readonly Sli[];
  /** What the caller says of the requests that it gets itself. */
  readonly received: readonly Sli[];
}

/** Every pair of caller and callee that the caller's side measured. */
export function callLevels(evidence: EvidenceSet, known: KnownNames): readonly CallLevels[] {
  if (evidence.slis.status !== 'observed') return [];
  const { items }: ServiceLevels = evidence.slis.value;
  const of = (name: string) => componentNamed(name, known);
  const served = Map.groupBy(
    items.filter(({ side, peer }) => side === 'server' && peer === undefined),
    ({ service }) => of(service),
  );
  const called = Map.groupBy(
    items.filter(({ side, peer }) => side === 'client' && peer !== undefined),
    ({ service, peer }) => `${of(service)} ${of(peer!)}`,
  );
  return [...called.values()].map((client) => {
    const caller = of(client[0]!.service);
    const callee = of(client[0]!.peer!);
    return { caller, callee, client, server: served.get(callee) ?? [], received: served.get(caller) ?? [] };
  });
}

/** A figure before a moment and from it on: medians over slices. */
export interface Levels {
  readonly before: number;
  readonly during: number;
}

/** The levels of an indicator before and between two moments (unix seconds); undefined where either side has no figure. */
export function levelsOf({ course }: Sli, from: number, until: number): Levels | undefined {
  const before = medianOf(course.filter(([time]) => time < from));
  const during = medianOf(course.filter(([time]) => time >= from && time < until));
  return before === undefined || during === undefined ? undefined : { before, during };
}

/** When the change of an indicator began and ended, unix seconds; undefined where nothing changed that way. */
export function changeSpan(
  sli: Sli,
  direction: 'up' | 'down',
): { readonly from: number; readonly until: number } | undefined {
  if (sli.onset === undefined || sli.direction !== direction) return undefined;
  const until = sli.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(sli.until) / FORMAT.millis;
  return { from: Date.parse(sli.onset) / FORMAT.millis, until };
}

function medianOf(points: readonly (readonly [number, number])[]): number | undefined {
  const sorted = points.map(([, value]) => value).sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

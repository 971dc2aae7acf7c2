import { PROBE_DEFAULTS } from '../knowledge/probe-defaults.ts';
import { probeOf } from './probes.ts';
import type { Probe, Workload } from './types.ts';

/** Fields of a probe by which it gives less time (Kubernetes API reference, Probe v1 core). */
const FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold'] as const;
type Field = (typeof FIELDS)[number];
/** A line of a diff that takes a field away or puts it in: `-  failureThreshold: 3`, `+"periodSeconds": 1,`. */
const LINE = new RegExp(String.raw`^([+-])\s*["']?(${FIELDS.join('|')})["']?\s*[:=]\s*(\d+)\b`, 'gm');

/**
 * Whether a diff makes a probe of this kind give less time, where it holds the fields alone: a diff shows three lines around a
 * change, and whose fields they are often stands further up. Each that it puts in is what a container's probe has now, none is
 * more than it takes away, or than the default where it takes none away, and no probe of the other kind fits as well.
 */
export function tightensByFields(diff: string, workload: Workload, kind: 'Liveness' | 'Readiness'): boolean {
  const [taken, put] = [valuesOf(diff, '-'), valuesOf(diff, '+')];
  const differences = [...put].map(([field, value]) => value - (taken.get(field) ?? PROBE_DEFAULTS[field]));
  if (differences.some((more) => more > 0) || differences.every((more) => more === 0)) return false;
  const isOf = (one: 'Liveness' | 'Readiness') =>
    workload.pods
      .flatMap(({ spec }) => spec.containers.flatMap((container) => probeOf(container, one) ?? []))
      .some((probe) => has(probe, put));
  return isOf(kind) && !isOf(kind === 'Liveness' ? 'Readiness' : 'Liveness');
}

function valuesOf(diff: string, sign: '+' | '-'): ReadonlyMap<Field, number> {
  const lines = [...diff.matchAll(LINE)].filter(([, one]) => one === sign);
  return new Map(lines.map(([, , field, value]) => [field as Field, Number(value)]));
}

function has(probe: Probe, values: ReadonlyMap<Field, number>): boolean {
  return [...values].every(([field, value]) => (probe[field] ?? PROBE_DEFAULTS[field]) === value);
}

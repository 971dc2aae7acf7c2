import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { FORMAT, type Parameters } from '../parameters.ts';
import { isOld } from './time.ts';

/** Service level indicators that left their level, or are bad without a past: rate, error ratio and latency. */
export function observeServiceLevels(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  if (evidence.slis?.status !== 'observed') return [];
  const { items } = evidence.slis.value;
  const worst = new Map<string, Sli>();
  for (const sli of items) {
    if (!isBad(sli, parameters)) continue;
    const key = `${sli.service} ${sli.indicator}`;
    const known = worst.get(key);
    // A server's own figure counts before what its callers measure, a quantile before a mean.
    if (known === undefined || preference(sli) > preference(known)) worst.set(key, sli);
  }
  return [...worst.values()].map((sli) => observationOf(sli, evidence, parameters));
}

function preference({ side, statistic, score }: Sli): number {
  return (side === 'server' ? 2 : 0) + (statistic === 'p95' ? 1 : 0) + (score ?? 0) / ((score ?? 0) + 1);
}

/** Whether an indicator is worse than it was by what a person would notice, or bad whatever it was. */
function isBad(sli: Sli, parameters: Parameters): boolean {
  const { indicator, value, normal = 0 } = sli;
  const changed = sli.onset !== undefined;
  const failed = sli.failed ?? Number.POSITIVE_INFINITY;
  if (indicator === 'error_ratio') {
    if (failed < parameters.failedRequests) return false;
    const rise = value - normal;
    return changed ? sli.direction === 'up' && rise >= parameters.errorRatioRise : isBadWithoutPast(sli, parameters);
  }
  if (indicator === 'latency')
    return (
      changed &&
      sli.direction === 'up' &&
      value - normal >= parameters.latencyRiseSeconds &&
      value >= parameters.latencyFactor * normal
    );
  return changed && sli.direction === 'down' && normal >= parameters.rateFloor && value <= normal * parameters.rateFall;
}

function isBadWithoutPast({ normal, value }: Sli, parameters: Parameters): boolean {
  return normal === undefined && value >= parameters.errorRatioAlone;
}

const KINDS: Readonly<Record<Sli['indicator'], ObservationKind>> = {
  error_ratio: 'error-ratio',
  latency: 'latency',
  rate: 'traffic',
};

function observationOf(sli: Sli, evidence: EvidenceSet, parameters: Parameters): Observation {
  const component = componentOfSli(sli);
  return {
    kind: KINDS[sli.indicator],
    name: sli.metric,
    component,
    ...(sli.namespace && { namespace: sli.namespace }),
    ...(sli.onset && { from: sli.onset }),
    ...(sli.until && { until: sli.until }),
    size: {
      absolute: sli.value,
      unit: sli.unit,
      ...(sli.normal !== undefined && sli.normal > 0 && { relative: sli.value / sli.normal }),
    },
    evidence: [sliSeen(sli)],
    class: isOld(sli.onset, evidence, parameters) && sli.until !== undefined ? 'standing' : 'relevant',
  };
}

/** The service an indicator is about: who serves, or who is called where the caller measured it. */
export function componentOfSli({ side, service, peer }: Sli): Component {
  return componentOf({ kind: 'service', name: side === 'client' && peer !== undefined ? peer : service });
}

/** An indicator with its figures, as evidence. */
function sliSeen(sli: Sli): EvidenceDraft {
  const target = componentOfSli(sli);
  return {
    source: 'metrics',
    tool: 'list_slis',
    target,
    text: `${sliInWords(sli)}.`,
    ...(sli.onset && { observedAt: sli.onset }),
  };
}

/** `checkout: p95 latency 42 ms -> 737 ms at 02:39Z until …`, in observed figures. */
export function sliInWords(sli: Sli): string {
  const what = `${nameOfService(sli)}: ${sli.statistic === undefined ? '' : `${sli.statistic} `}${INDICATORS[sli.indicator]}`;
  const requests = sli.requests === undefined ? '' : ` over ${Math.round(sli.requests)} requests`;
  const failed = sli.failed === undefined ? '' : `, ${Math.round(sli.failed)} failed`;
  const now = `${sliFigure(sli.value, sli.unit)}${requests}${sli.indicator === 'error_ratio' ? failed : ''}`;
  if (sli.onset === undefined) {
    const before = sli.normal === undefined ? '' : `, ${sliFigure(sli.normal, sli.unit)} before`;
    return `${what} ${now}${before}`;
  }
  const until = sli.until === undefined ? '' : ` until ${sli.until}, now ${sliFigure(sli.last, sli.unit)}`;
  const from = sli.normal === undefined ? '' : `${sliFigure(sli.normal, sli.unit)} -> `;
  return `${what} ${from}${now} at ${sli.onset}${until}`;
}

const INDICATORS: Readonly<Record<Sli['indicator'], string>> = {
  error_ratio: 'share of failed requests',
  latency: 'latency',
  rate: 'requests',
};

function nameOfService({ side, service, peer }: Sli): string {
  return side === 'client' && peer !== undefined ? `${service} calling ${peer}` : service;
}

/** A figure with the unit a person uses: `42 ms`, `1.2 s`, `0.4 %`, `12 requests/s`. */
export function sliFigure(value: number, unit: Sli['unit']): string {
  const digits = (figure: number) => String(Number(figure.toPrecision(FORMAT.digits)));
  if (unit === 'ratio') return `${digits(value * FORMAT.percent)} %`;
  if (unit === 's') return value >= 1 ? `${digits(value)} s` : `${digits(value * FORMAT.millis)} ms`;
  return `${digits(value)} ${unit}`;
}

/**
 * Blame flows from the symptoms down the calls. A service keeps what its callees cannot explain and passes on the rest,
 * so it collects where the trouble starts, not where it is loudest. What a callee explains of its caller's trouble is judged
 * by the course over time, by size (seconds of waiting or failures, requests counted), and by being unusual for itself.
 */

import type { Component } from '../../domain/target.ts';
import { componentOf } from '../../domain/target.ts';
import type { MetricSignal } from '../metric-reading/meaning.ts';
import type { ReadMetrics, ReadSeries } from '../metric-reading/read-metrics.ts';
import type { CallGraph } from './call-graph.ts';
import { ATTRIBUTION } from './parameters.ts';
import { fitOf, type Profile, profileOf, type TimeSpan } from './profile.ts';
import { REQUEST_SIGNALS, type Symptom } from './symptoms.ts';

export interface Blame {
  readonly name: string;
  /** Share of the whole complaint that starts here, 0 to 1. */
  readonly share: number;
  /** The series whose course told so; absent for a symptom without one. */
  readonly profile: Profile;
  readonly span: TimeSpan;
  /** The certainty of the symptom that sent most of it. */
  readonly certainty: number;
  /** Services on the way from the symptom to here, the symptom first. */
  readonly path: readonly string[];
}

/** What a component without requests of its own can be recognised by. */
const RESOURCE_SIGNALS: readonly MetricSignal[] = [
  'cpu',
  'cpu-share',
  'cpu-throttling',
  'memory',
  'connections',
  'pool-waiting',
  'pool-use',
  'replication-lag',
  'lock-waits',
  'slow-queries',
  'network-delay',
  'network-loss',
  'queue',
  'restarts',
  'up',
  'throttled-requests',
  'throttled-runs',
];

interface Arrival {
  share: number;
  profile: Profile;
  span: TimeSpan;
  path: readonly string[];
  certainty: number;
  largest: number;
}

/** Shares of blame by service, the largest first; they add up to at most 1. */
export function blameFor(symptoms: readonly Symptom[], graph: CallGraph, metrics: ReadMetrics): readonly Blame[] {
  const kept = new Map<string, Arrival>();
  const total = symptoms.reduce((sum, symptom) => sum + symptom.weight, 0);
  for (const symptom of symptoms) {
    pass(symptom.name, symptom.weight / total, symptom.profile, [symptom.name], symptom, { graph, metrics, kept });
  }
  return [...kept]
    .map(([name, { share, profile, span, path, certainty }]) => ({ name, share, profile, span, path, certainty }))
    .sort((a, b) => b.share - a.share);
}

interface Flow {
  readonly graph: CallGraph;
  readonly metrics: ReadMetrics;
  readonly kept: Map<string, Arrival>;
}

function pass(
  name: string,
  share: number,
  profile: Profile,
  path: readonly string[],
  symptom: Symptom,
  flow: Flow,
): void {
  const explained = path.length > ATTRIBUTION.mostDepth ? [] : explanations(name, profile, path, symptom, flow);
  const sum = explained.reduce((total, { part }) => total + part, 0);
  const scale = sum > 1 ? 1 / sum : 1;
  let remaining = share;
  for (const { callee, part, profile: next, via } of explained) {
    const passed = share * part * scale;
    if (passed < ATTRIBUTION.negligible) continue;
    remaining -= passed;
    pass(callee, passed, next, [...path, ...via, callee], symptom, flow);
  }
  const before = flow.kept.get(name);
  if (!before)
    flow.kept.set(name, {
      share: remaining,
      profile,
      span: symptom.span,
      path,
      certainty: symptom.certainty,
      largest: remaining,
    });
  else {
    before.share += remaining;
    if (remaining > before.largest)
      Object.assign(before, { profile, span: symptom.span, path, certainty: symptom.certainty, largest: remaining });
  }
}

interface Explanation {
  readonly callee: string;
  readonly part: number;
  readonly profile: Profile;
  readonly via: readonly string[];
}

function explanations(
  name: string,
  profile: Profile,
  path: readonly string[],
  symptom: Symptom,
  flow: Flow,
): readonly Explanation[] {
  const found: Explanation[] = [];
  for (const { callee, via } of observedCallees(name, path, flow)) {
    const best = bestExplanation(callee, profile, symptom, flow.metrics);
    if (best && best.part >= ATTRIBUTION.negligible) found.push({ callee, via, ...best });
  }
  return withoutAddresses(found, flow.graph);
}

/** A host name, address or URL, or what a tracer calls remote: a call's far end as its caller sees it. */
const ADDRESS = /^(?:\w+:\/\/)|^[\w-]+(?:\.[\w-]+){2,}|(?:^|[_:-])remote$|:\d+$/;

/**
 * An address without callees that has the course of a sibling service is that service behind its load balancer, seen from
 * the caller; its part goes to the service. An address that resembles no sibling is a dependency of its own.
 */
function withoutAddresses(found: readonly Explanation[], graph: CallGraph): readonly Explanation[] {
  const isAddress = ({ callee }: Explanation) => ADDRESS.test(callee) && graph.callees(callee).length === 0;
  const services = found.filter((candidate) => !isAddress(candidate));
  const taken = new Map<Explanation, number>();
  const rest = found.filter((candidate) => {
    if (!isAddress(candidate)) return false;
    const fits = services.map((service) => [service, fitOf(candidate.profile, service.profile).shape] as const);
    const [service, shape] = fits.reduce((a, b) => (b[1] > a[1] ? b : a), [undefined, 0] as readonly [
      Explanation | undefined,
      number,
    ]);
    if (!service || shape < ATTRIBUTION.sameCourse) return true;
    taken.set(service, Math.max(taken.get(service) ?? 0, candidate.part));
    return false;
  });
  return [
    ...services.map((service) => ({ ...service, part: Math.max(service.part, taken.get(service) ?? 0) })),
    ...rest,
  ];
}

/**
 * Callees with series; one whose requests nobody measures is looked through to its own callees as well: a processor with no
 * more to do than usual does not show that it waits for nobody.
 */
function observedCallees(
  name: string,
  path: readonly string[],
  { graph, metrics }: Flow,
): readonly { callee: string; via: readonly string[] }[] {
  const out: { callee: string; via: readonly string[] }[] = [];
  const seen = new Set(path);
  const look = (from: string, via: readonly string[]) => {
    for (const callee of graph.callees(from)) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      const component = componentOf({ kind: 'service', name: callee });
      if (hasSeries(component, metrics)) out.push({ callee, via });
      if (!hasRequests(component, metrics)) look(callee, [...via, callee]);
    }
  };
  look(name, []);
  return out;
}

function hasSeries(component: Component, metrics: ReadMetrics): boolean {
  return hasRequests(component, metrics) || RESOURCE_SIGNALS.some((signal) => metrics.of(component, signal).length > 0);
}

function hasRequests(component: Component, metrics: ReadMetrics): boolean {
  return REQUEST_SIGNALS.some((signal) => metrics.of(component, signal).length > 0);
}

function bestExplanation(
  callee: string,
  profile: Profile,
  symptom: Symptom,
  metrics: ReadMetrics,
): { part: number; profile: Profile } | undefined {
  const component = componentOf({ kind: 'service', name: callee });
  const requests = REQUEST_SIGNALS.flatMap((signal) => metrics.of(component, signal));
  const reads = requests.length > 0 ? requests : RESOURCE_SIGNALS.flatMap((signal) => metrics.of(component, signal));
  let best: { part: number; profile: Profile } | undefined;
  for (const read of reads) {
    const candidate = profileOf(read, symptom.span, metrics);
    if (!candidate) continue;
    const part = partExplained(profile, candidate, read);
    if (!best || part > best.part) best = { part, profile: candidate };
  }
  return best;
}

/** The part of a caller's trouble that a callee's series explains, 0 to 1. */
function partExplained(caller: Profile, callee: Profile, read: ReadSeries): number {
  const { shape, share } = fitOf(caller, callee);
  if (shape <= ATTRIBUTION.unlike || callee.unusual <= 0) return 0;
  const own = callee.unusual / (callee.unusual + ATTRIBUTION.halfUnusual);
  const same = caller.read !== undefined && kindOf(caller.read) === kindOf(read);
  const size = same
    ? Math.min(1, share * (caller.weighed && callee.weighed ? ATTRIBUTION.weighedFactor : ATTRIBUTION.unweighedFactor))
    : ATTRIBUTION.otherKind;
  return decided(shape * shape * own * size);
}

function kindOf({ meaning }: ReadSeries): string {
  return meaning.signal === 'availability' ? 'errors' : meaning.signal;
}

/** Sharpens a graded match towards yes or no, one half staying one half where it is undecided. */
function decided(match: number): number {
  const yes = (match / ATTRIBUTION.undecided) ** ATTRIBUTION.sharpness;
  return yes / (1 + yes);
}

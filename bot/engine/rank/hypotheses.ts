import { type CauseCode, causeFamily } from '../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../domain/finding.ts';
import type { Component } from '../../domain/target.ts';

/** Findings of one cause at one component, joined. */
export interface Candidate {
  readonly component: Component;
  readonly cause: CauseCode;
  readonly findings: readonly Finding[];
  /** 0 to 1: what its own findings establish together, before others are weighed. */
  readonly belief: number;
  readonly evidence: readonly EvidenceDraft[];
  readonly contradicting: readonly EvidenceDraft[];
  readonly explains: readonly Component[];
}

/** A further independent finding closes this share of the doubt that is left. */
const CORROBORATION = 0.3;
/** One observation against takes away this share. */
const CONTRADICTION = 0.2;

/** Joins findings that name a cause, strongest first; findings without a cause are symptoms and stay out. */
export function joinCandidates(findings: readonly Finding[]): readonly Candidate[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.cause === undefined) continue;
    const key = `${finding.component} ${finding.cause}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .map((group) => joinGroup([...group].sort((a, b) => b.strength - a.strength)))
    .sort((a, b) => b.belief - a.belief);
}

function joinGroup(group: readonly Finding[]): Candidate {
  const first = group[0]!;
  const byAnalyzer = new Map<string, number>();
  for (const finding of group) {
    byAnalyzer.set(finding.analyzer, Math.max(byAnalyzer.get(finding.analyzer) ?? 0, finding.strength));
  }
  const [strongest = 0, ...others] = [...byAnalyzer.values()].sort((a, b) => b - a);
  const supported = others.reduce((belief, strength) => belief + (1 - belief) * CORROBORATION * strength, strongest);
  const contradicting = group.flatMap((finding) => finding.contradicting ?? []);
  return {
    component: first.component,
    cause: first.cause!,
    findings: group,
    belief: supported * (1 - CONTRADICTION) ** Math.min(contradicting.length, 3),
    evidence: group.flatMap((finding) => finding.evidence),
    contradicting,
    explains: [...new Set(group.flatMap((finding) => finding.explains ?? []))],
  };
}

/**
 * Causes that a fault elsewhere can bring about: what a component does, not how it is written. A wrong selector or port
 * is nobody's symptom; a crash, a timeout or a slow answer may be.
 */
const STATES: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'application_crash_on_start',
  'application_error',
  'init_container_failed',
  'liveness_probe_incorrect_timing',
  'readiness_probe_incorrect_timing',
  'startup_probe_failed',
  'job_backoff_limit_exceeded',
  'dependency_unavailable',
  'dns_resolution_failure',
  'node_not_ready',
  'kube_scheduler_unavailable',
  'traffic_spike',
  'hpa_at_maximum',
  'hpa_metrics_unavailable',
  'latency_regression',
  'availability_regression',
  'connection_pool_exhausted',
  'evicted_disk_pressure',
  'evicted_memory_pressure',
  'volume_attach_failed',
]);

/** Causes that only restate that something is wrong; any closer cause of the same component says more. */
const GENERAL: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'application_crash_on_start',
  'application_error',
  'init_container_failed',
  'dependency_unavailable',
  'node_not_ready',
  'latency_regression',
  'availability_regression',
]);

export function isState(cause: CauseCode): boolean {
  return STATES.has(cause) || causeFamily(cause) === 'performance' || causeFamily(cause) === 'dependencies';
}

export function isGeneral(cause: CauseCode): boolean {
  return GENERAL.has(cause);
}

import type { CauseCode } from '../../domain/cause.ts';
import type { EvidenceDraft, Finding, Grade } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Component } from '../../domain/target.ts';
import type { Parameters } from '../parameters.ts';
import { gradeOf, gradeRank, surest } from './grades.ts';

/** Findings of one cause at one component, joined. */
export interface Candidate {
  readonly component: Component;
  readonly cause: CauseCode;
  /** Surest first. */
  readonly findings: readonly Finding[];
  /** 0 to 1: what its own findings establish together, before others are weighed. */
  readonly belief: number;
  /** That of its surest finding. */
  readonly grade: Grade;
  readonly evidence: readonly EvidenceDraft[];
  readonly explains: readonly Component[];
  /** Callers whose logs say that their calls of this component fail. */
  readonly reportedBy: readonly Component[];
  /** RFC 3339: when all that speaks for it had ended; absent while any of it lasts or may. */
  readonly until?: string;
}

/** Joins findings that name a cause, strongest first; findings without a cause are symptoms and stay out. */
export function joinCandidates(findings: readonly Finding[], parameters: Parameters): readonly Candidate[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.cause === undefined) continue;
    const key = `${finding.component} ${finding.cause}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const reports = reportsOf(findings);
  return [...groups.values()]
    .map((group) => joinGroup([...group].sort(surestFirst(parameters)), reports, parameters))
    .sort((a, b) => b.belief - a.belief);
}

/** Who says in its logs that calls of whom fail: callers by callee. */
function reportsOf(findings: readonly Finding[]): ReadonlyMap<Component, readonly Component[]> {
  const reports = new Map<Component, readonly Component[]>();
  for (const { component, cause, evidence, explains = [] } of findings) {
    if (cause !== 'dependency_unavailable' || !evidence.some(({ source }) => source === 'logs')) continue;
    reports.set(component, [...(reports.get(component) ?? []), ...explains]);
  }
  return reports;
}

function surestFirst(parameters: Parameters) {
  return (a: Finding, b: Finding) =>
    b.strength - a.strength || gradeRank(gradeOf(b, parameters)) - gradeRank(gradeOf(a, parameters));
}

function joinGroup(
  group: readonly Finding[],
  reports: ReadonlyMap<Component, readonly Component[]>,
  parameters: Parameters,
): Candidate {
  const first = group[0]!;
  const byAnalyzer = new Map<string, number>();
  for (const finding of group) {
    byAnalyzer.set(finding.analyzer, Math.max(byAnalyzer.get(finding.analyzer) ?? 0, finding.strength));
  }
  const [strongest = 0, ...others] = [...byAnalyzer.values()].sort((a, b) => b - a);
  const supported = others.reduce(
    (belief, strength) => belief + (1 - belief) * parameters.corroboration * strength,
    strongest,
  );
  const ends = group.map(({ until }) => until);
  const until = ends.includes(undefined) ? undefined : ends.toSorted().at(-1);
  return {
    component: first.component,
    cause: first.cause!,
    findings: group,
    belief: supported,
    grade: surest(group.map((finding) => gradeOf(finding, parameters))),
    evidence: group.flatMap((finding) => finding.evidence),
    explains: [...new Set(group.flatMap((finding) => finding.explains ?? []))],
    reportedBy: reports.get(first.component) ?? [],
    ...(until === undefined ? {} : { until }),
  };
}

/**
 * "Down" as a cause: a workload of which no pod is ready. It restates what is wrong there, so that any closer cause of the
 * component comes before it, and it explains those who call it.
 */
export function unavailableFindings(observations: readonly Observation[], parameters: Parameters): readonly Finding[] {
  return observations.flatMap((observation): Finding[] => {
    const { kind, size, component, evidence, from } = observation;
    if (kind !== 'replicas' || observation.class !== 'relevant' || size?.relative !== 1) return [];
    return [
      {
        analyzer: 'workload-unavailable',
        component,
        cause: 'workload_unavailable',
        statement: `${component.slice(component.indexOf('/') + 1)} has no pod that is ready, and nothing read says why.`,
        strength: parameters.unavailableBelief,
        grade: 'shown',
        evidence,
        ...(from && { onset: from }),
        parameters: { ...(observation.namespace && { namespace: observation.namespace }) },
      },
    ];
  });
}

/** Whether a component with authority says exactly what is wrong with it. */
export function isExact({ findings }: Candidate): boolean {
  return findings.some(({ exact, grade }) => exact === true && grade === 'said');
}

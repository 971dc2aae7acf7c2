import type { CauseCode } from '../../domain/cause.ts';
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import { readComplaints } from '../log-reading/complaints.ts';
import type { Parameters } from '../parameters.ts';
import { gradeOf, gradeRank } from './grades.ts';

/** Causes by which a program does not run, beside those that keep it from being started. */
const ENDED: ReadonlySet<CauseCode> = new Set<CauseCode>(['application_crash_on_start', 'workload_unavailable']);

/** Whose connections are refused at one port of addresses that nobody is known by, and since when. */
interface Refusals {
  readonly writers: readonly Component[];
  readonly since: number;
}

/**
 * Findings of the one program that does not run with those whose connections are refused from then on at an address that
 * nobody is known by: nginx and HAProxy write the address of a server behind them and not its name (nginx, "error_log",
 * `upstream: "http://172.18.0.5:3000/"`), and a connection is refused where nobody listens (connect(2), ECONNREFUSED). Where two
 * programs went at that time, or two ports refuse, either may be meant, and nothing is tied.
 */
export function atUnnamedAddress(
  findings: readonly Finding[],
  evidence: EvidenceSet,
  canonical: (component: Component) => Component,
  parameters: Parameters,
): readonly Finding[] {
  const ended = findings.filter((one) => isEnded(one, parameters));
  if (ended.length === 0) return findings;
  const refusals = refusalsIn(evidence, canonical);
  if (refusals === undefined) return findings;
  const { writers, since } = refusals;
  const gone = ended.filter(({ onset }) => Math.abs(Date.parse(onset!) - since) <= parameters.overAfterMs);
  const [program, another] = new Set(gone.map(({ component }) => component));
  if (program === undefined || another !== undefined || writers.includes(program)) return findings;
  return findings.map((finding) =>
    gone.includes(finding)
      ? { ...finding, explains: [...new Set([...(finding.explains ?? []), ...writers])] }
      : finding,
  );
}

function isEnded(finding: Finding, parameters: Parameters): boolean {
  const { cause, onset, component } = finding;
  if (cause === undefined || onset === undefined || !component.startsWith('service/')) return false;
  const isKept = ENDED.has(cause) || CAUSE_TRAITS[cause].effects.includes('not-started');
  return isKept && gradeRank(gradeOf(finding, parameters)) > 1;
}

function refusalsIn(evidence: EvidenceSet, canonical: (component: Component) => Component): Refusals | undefined {
  const unnamed = readComplaints(evidence).present.filter(
    ({ failure: { kind, peer, relayed }, party }) =>
      kind === 'refused' && !relayed && party === undefined && isElsewhere(peer?.ip) && peer?.host === undefined,
  );
  const [port, other] = new Set(unnamed.map(({ failure: { peer } }) => peer?.port));
  const since = Math.min(...unnamed.map(({ pattern }) => Date.parse(pattern.firstSeen ?? '')));
  if (unnamed.length === 0 || port === undefined || other !== undefined || Number.isNaN(since)) return undefined;
  return { writers: [...new Set(unnamed.map(({ writer }) => canonical(writer)))], since };
}

/** Whether an address is another host's than the writer's own. */
function isElsewhere(ip: string | undefined): boolean {
  return ip !== undefined && !/^(?:127\.|::1$|0\.0\.0\.0$)/.test(ip);
}

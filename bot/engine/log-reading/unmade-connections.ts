import type { EvidenceDraft } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { allPolicies } from '../cluster/cilium-policies.ts';
import { fields, readSelector } from '../cluster/read-objects.ts';
import { matchesSelector } from '../cluster/selectors.ts';
import { readComplaints } from './complaints.ts';
import { quotePattern } from './quoting.ts';

/** A connection that was never made, as Go, Node, the JVM, Python and libcurl say it; a slow answer reads otherwise. */
export const NEVER_CONNECTED =
  /dial (?:tcp|udp)\d? .*i\/o timeout|\bETIMEDOUT\b|connect(?:ion)? timed out|ConnectTimeout|connect timeout/i;

/**
 * What a caller's log says of connections to a callee that time out before they are made, though every pod there is ready
 * and no policy selects either end: the packets that would make them are lost (TCP tries a SYN for minutes, tcp(7)
 * `tcp_syn_retries`; a way that is merely slow connects late). Empty where fewer than `least` lines say so.
 */
export function unmadeConnections(
  caller: Component,
  callee: Component,
  evidence: EvidenceSet,
  least: number,
): readonly EvidenceDraft[] {
  const { present, parties, tool } = readComplaints(evidence);
  const told = present.filter(
    ({ writer, party, text }) => writer === caller && party?.component === callee && NEVER_CONNECTED.test(text),
  );
  if (told.reduce((sum, { pattern }) => sum + pattern.count, 0) < least) return [];
  const workloadsOf = (one: Component) => parties.cluster.workloadsByService(one.slice(one.indexOf('/') + 1));
  const isDown = workloadsOf(callee).some(({ pods }) => pods.length > 0 && !pods.every(({ healthy }) => healthy));
  const isFiltered = [...workloadsOf(caller), ...workloadsOf(callee)].some(({ namespace, labels }) =>
    allPolicies(parties.cluster).some(
      ({ metadata, spec }) =>
        metadata.namespace === namespace && matchesSelector(readSelector(fields(spec).podSelector), labels),
    ),
  );
  return isDown || isFiltered ? [] : told.map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text));
}

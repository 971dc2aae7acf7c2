import type { EvidenceDraft, Finding } from '../../domain/finding.ts';
import type { KubernetesObject } from '../../domain/signals.ts';
import { shortenMessage } from '../log-reading/quoting.ts';
import { JOINED_SHOWN } from './parameters.ts';
import type { ClusterEvent, Pod, Workload } from './types.ts';

/** An observation about an object's own fields. */
export function seen(object: KubernetesObject | string, text: string, observedAt?: string): EvidenceDraft {
  return { source: 'kubernetes', tool: 'list_objects', target: nameOf(object), text, observedAt };
}

/** An event as an observation: how often and what it said, its words kept. */
export function told(event: ClusterEvent): EvidenceDraft {
  const times = event.count > 1 ? ` (${event.count} times)` : '';
  return {
    source: 'kubernetes',
    tool: 'list_events',
    target: `${event.kind.toLowerCase()}/${event.name}`,
    text: `${event.reason}${times}: ${shortenMessage(event.message)}`,
    observedAt: event.last,
  };
}

/** `pod/NAME`, `node/NAME`: how evidence names an object. */
function nameOf(object: KubernetesObject | string): string {
  return typeof object === 'string' ? object : `${object.kind.toLowerCase()}/${object.metadata.name}`;
}

/** Values for the remedy table's placeholders. */
export function parametersOf(workload: Workload, pod?: Pod): Record<string, string> {
  return {
    namespace: workload.namespace,
    workload: workload.name,
    kind: workload.kind.toLowerCase(),
    ...(pod === undefined ? {} : { pod: pod.name }),
    ...(pod?.node === undefined ? {} : { node: pod.node }),
  };
}

/** The newest event of a list; undefined when it is empty. */
export function newest(events: readonly ClusterEvent[]): ClusterEvent | undefined {
  return events.reduce<ClusterEvent | undefined>(
    (best, event) => (best === undefined || event.lastMs >= best.lastMs ? event : best),
    undefined,
  );
}

/** The earliest start among events, RFC 3339. */
export function onsetOf(events: readonly ClusterEvent[]): string | undefined {
  return events
    .map((event) => event.first)
    .filter((time) => time !== undefined)
    .sort()[0];
}

/** One finding for each (component, cause), the strongest, with the others' evidence beside it (at most eight in all). */
function joinFindings(findings: readonly Finding[]): readonly Finding[] {
  const joined = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.component} ${finding.cause ?? ''}`;
    const other = joined.get(key);
    if (other === undefined) {
      joined.set(key, finding);
      continue;
    }
    const [strong, weak] = finding.strength > other.strength ? [finding, other] : [other, finding];
    joined.set(key, {
      ...strong,
      evidence: [...strong.evidence, ...weak.evidence].slice(0, JOINED_SHOWN),
      explains: [...new Set([...(strong.explains ?? []), ...(weak.explains ?? [])])],
    });
  }
  return [...joined.values()];
}

/** The analysis of a rule that looked at everything it needed. */
export function conclude(findings: readonly Finding[], checked: string) {
  return findings.length > 0
    ? ({ status: 'found', findings: joinFindings(findings) } as const)
    : ({ status: 'clear', checked } as const);
}

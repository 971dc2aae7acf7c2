import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { slowLookups } from '../../log-reading/slow-lookups.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { READING } from '../../metric-reading/reading-parameters.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { NAME_SERVERS } from './call-parameters.ts';
import { changeSeen } from './evidence-text.ts';
import { relevantChange } from './relevant-change.ts';

const NAME_SERVER = /^(?:(?:core|kube|node-local|cluster)-?dns(?:$|-)|node-?local-?dns|dnsmasq|unbound|bind9?$)/;
/** Prefixes of what exporters of name servers measure, however the server is called: CoreDNS, dnsmasq, Unbound, PowerDNS. */
const MEASURES_LOOKUPS = /^(?:coredns|dnsmasq|unbound|pdns|dnsdist)_/;
/** Statistics that speak of most lookups, not of a few to servers outside. */
const OF_MOST = new Set(['average', 'p50', undefined]);

/** Name servers that take many times as long for most lookups: whoever opens connections waits for them. */
export const nameServerSlow = defineAnalyzer({
  id: 'name-server-slow',
  title: 'Name server answers slowly',
  causes: ['dns_server_slow'],
  needs: ['metrics'],
  example: 'CoreDNS takes 900 ms for a lookup instead of 1 ms, and everything that calls anything is slow.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const servers = metrics.components.filter((component) => {
      const latencies = metrics.of(component, 'latency');
      return (
        latencies.length > 0 &&
        (NAME_SERVER.test(nameOf(component).name) || latencies.some(({ series }) => MEASURES_LOOKUPS.test(series.name)))
      );
    });
    if (servers.length === 0) return { status: 'unknown', reason: 'no name server measures its lookups' };
    const findings = servers.flatMap((component) => slowFinding(component, evidence, metrics, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${servers.length} name servers answer as fast as ever` };
  },
});

function slowFinding(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  // The slowest of a hundred lookups tell of servers outside, unless those who wait say that theirs are slow.
  const noticed = lookupsNoticed(component, evidence, parameters);
  const slow = metrics.of(component, 'latency').flatMap((read) => {
    const change = relevantChange(evidence, read, 'up');
    if (change === undefined || change.score < parameters.metrics.movedScore) return [];
    if (!OF_MOST.has(read.meaning.stat) && noticed.length === 0) return [];
    return change.during * read.meaning.scale >= NAME_SERVERS.slowSeconds ? [{ read, change }] : [];
  });
  const [worst] = slow.sort((a, b) => b.change.score - a.change.score);
  if (worst === undefined) return [];
  const { read, change } = worst;
  return [
    {
      analyzer: 'name-server-slow',
      component,
      cause: 'dns_server_slow',
      statement: `${nameOf(component).name} takes ${Math.round(change.during * read.meaning.scale * FORMAT.millis)} ms for a lookup: whoever calls anything by name waits for it.`,
      strength: parameters.shownStrength,
      grade: 'shown',
      evidence: [changeSeen(read, change), ...noticed],
      onset: change.onset,
      explains: slowedWith(change.onset, component, evidence, metrics),
    },
  ];
}

/** What others than the server wrote of lookups that took them long. */
function lookupsNoticed(
  component: Component,
  { logs }: EvidenceSet,
  { errorLines, errorPatterns }: Parameters,
): readonly EvidenceDraft[] {
  if (logs.status !== 'observed') return [];
  const others = logs.value.filter(({ service }) => service !== nameOf(component).name);
  return slowLookups(others, NAME_SERVERS.slowSeconds)
    .filter(({ pattern }) => pattern.count >= errorLines)
    .slice(0, errorPatterns)
    .map((one) => quotePattern(one.logs, one.pattern, logs.tool));
}

/** Components that got slower at about the same time. */
function slowedWith(
  onset: string,
  server: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
): readonly Component[] {
  const begun = Date.parse(onset);
  return metrics.components.filter(
    (component) =>
      component !== server &&
      metrics.of(component, 'latency').some((read) => {
        const change = relevantChange(evidence, read, 'up');
        return change !== undefined && Math.abs(Date.parse(change.onset) - begun) <= READING.onsetsApartMs;
      }),
  );
}

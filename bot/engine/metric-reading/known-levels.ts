import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { balancerIn, serviceLike, stripPort, targetGroupIn } from './entity.ts';
import type { KnownNames } from './known.ts';
import { knownNames } from './known-names.ts';
import { servedUnder } from './scraped-service.ts';

/**
 * The evidence with indicators of requests under the names by which everybody else knows their services: they are counted by
 * the job that was scraped, which may be called after its exporter or a part of its program. The same evidence where no name differs.
 */
export function withKnownLevels(evidence: EvidenceSet): EvidenceSet {
  if (evidence.slis?.status !== 'observed') return evidence;
  const known = knownNames(evidence);
  const items = behindBalancers(evidence.slis.value.items, evidence, known);
  const called = (sli: Sli) => servedUnder(sli.service, sli.metric, known);
  // Several names of which one program alone is known are as likely several services behind it; what two exporters of one
  // host count is one program's.
  const names = Map.groupBy(items, (sli) => called(sli) ?? '');
  const named = items.map((sli) => {
    const service = called(sli);
    const alike = service === undefined ? [] : names.get(service)!.map((one) => stripPort(one.service));
    return service === undefined || new Set(alike).size > 1 ? sli : { ...sli, service };
  });
  const told = evidence.slis.value.items;
  if (named.length === told.length && named.every((sli, n) => sli === told[n])) return evidence;
  return { ...evidence, slis: { ...evidence.slis, value: { ...evidence.slis.value, items: named } } };
}

/**
 * The indicators with those of a balancer's target groups under the names of the services behind them. Of a group that is named
 * like nobody known, the balancer's own figures tell; where it has none, the group's are as good as its own.
 */
function behindBalancers(items: readonly Sli[], { metrics }: EvidenceSet, known: KnownNames): readonly Sli[] {
  if (metrics?.status !== 'observed') return items;
  const groups = new Map<string, string | undefined>();
  for (const { labels } of metrics.value) {
    const group = targetGroupIn(labels);
    if (group !== undefined) groups.set(group, balancerIn(labels) ?? groups.get(group));
  }
  if (groups.size === 0) return items;
  const own = new Set(items.map(({ service, indicator }) => `${service} ${indicator}`));
  return items.flatMap((sli) => {
    if (!groups.has(sli.service) || known.services.has(sli.service)) return [sli];
    const service = serviceLike(sli.service, known.services);
    if (service !== undefined) return [{ ...sli, service }];
    const balancer = groups.get(sli.service);
    if (balancer === undefined) return [sli];
    return own.has(`${balancer} ${sli.indicator}`) || sli.peer !== undefined ? [] : [{ ...sli, service: balancer }];
  });
}

import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { graded } from '../../cluster/grading.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { countedRetries } from '../../metric-reading/counted-retries.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { METRIC_PARAMETERS } from '../../metric-reading/metric-parameters.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { changeSeen } from './evidence-text.ts';
import { ratioOf, strongest } from './relevant-change.ts';

/** What shows that the service is at work on the tries, and not away: one that is down uses no processor. */
const OVERRUN = ['pool-rejections', 'threads-queued', 'cpu', 'cpu-share', 'cpu-throttled-share'] as const;

/**
 * A proxy sends failed requests again, and what it counts of them is most of what a service gets on top: without a budget
 * for tries the service stays overrun when what made it fail is over (Envoy manual, "Circuit breaking", retry budgets).
 */
export const proxyRetries = defineAnalyzer({
  id: 'proxy-retries',
  title: 'A proxy tries again and again',
  causes: ['retry_storm'],
  needs: ['metrics'],
  example: 'Of 360 requests a second to inventory 310 are tries of the proxy, and inventory sheds load.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const counted = metrics.components.filter((one) => metrics.of(one, 'retries').length > 0);
    if (counted.length === 0) return { status: 'unknown', reason: 'no proxy counts its tries among the metrics' };
    const findings = counted.flatMap((component): readonly Finding[] => {
      const retries = countedRetries(component, metrics);
      const busier = OVERRUN.map((signal) => strongest(evidence, metrics.of(component, signal), 'up')).find(
        (one) => one !== undefined && ratioOf(one.change) >= METRIC_PARAMETERS.busierFactor,
      );
      if (retries === undefined || busier === undefined || !isOfNow(retries.change.onset, evidence)) return [];
      const { name } = nameOf(component);
      return [
        {
          analyzer: 'proxy-retries',
          component,
          cause: 'retry_storm',
          statement: `Most of the requests that ${name} gets on top are tries of the proxy before it.`,
          // The proxy counts the very thing.
          ...graded('shown', parameters),
          evidence: [changeSeen(retries.read, retries.change), changeSeen(busier.read, busier.change)],
          onset: retries.change.onset,
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `the tries of proxies to ${counted.length} services` };
  },
});

function isOfNow(onset: string, { window }: EvidenceSet): boolean {
  return Date.parse(onset) >= Date.parse(window.start);
}

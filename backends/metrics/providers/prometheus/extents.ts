import { METRIC_KNOWLEDGE } from '../../../../schemas/generated/metric-knowledge.ts';
import { LIVE } from '../../parameters.ts';
import { type PrometheusApi, type Span, selectorOf } from './api.ts';

/** How large metrics are and how they name their service, as one query tells for all of them. */
export interface Extents {
  /** Series of a metric, now or in the middle of the span, whichever are more; 0 for one that was not counted. */
  seriesOf(name: string): number;
  /** The label by which most series of a metric of requests name their service; absent where only a pod or target does. */
  namingOf(name: string): string | undefined;
  /** Seconds between two samples of the targets that are scraped most seldom, but for a tenth of them. */
  readonly scrapeSeconds: number;
}

const { entity } = METRIC_KNOWLEDGE;
/** Labels of one process: they multiply an answer and tell nothing of the service, where a better one is there. */
export const OF_A_PROCESS: ReadonlySet<string> = new Set([
  'pod',
  'pod_name',
  'k8s_pod_name',
  'container',
  'container_name',
  'instance',
  'target',
]);
/** Labels that name a service, the most telling first. */
export const NAMING: readonly string[] = entity.service.filter((label) => !OF_A_PROCESS.has(label));
const SCRAPES = 'counted_scrapes';

/** Counts series by metric and by service, and how often targets are scraped: one query. */
export async function readExtents(
  api: PrometheusApi,
  wanted: { readonly names: readonly string[]; readonly requests: readonly string[]; readonly matchers: string },
  span: Span,
  signal: AbortSignal,
): Promise<Extents> {
  const { names, requests, matchers } = wanted;
  const asked = new Set(requests);
  const others = names.filter((name) => !asked.has(name));
  const all = [...requests, ...others];
  const half = Math.max(1, Math.round((span.end - span.start) / 2));
  const query = [
    ...(requests.length === 0 ? [] : [`count by (__name__, ${NAMING.join(', ')}) (${selectorOf(requests, matchers)})`]),
    ...(others.length === 0 ? [] : [`count by (__name__) (${selectorOf(others, matchers)})`]),
    // What has vanished since counts too.
    ...(all.length === 0 ? [] : [`count by (__name__) (${selectorOf(all, matchers)} offset ${half}s)`]),
    `label_replace(quantile(${LIVE.seldomShare}, count_over_time(${selectorOf(['up'], matchers)}[${LIVE.scrapesOver}s])), "${SCRAPES}", "up", "", "")`,
  ].join(' or ');
  const now = new Map<string, number>();
  const past = new Map<string, number>();
  const naming = new Map<string, string>();
  let scrapes = 0;
  for (const { labels, value } of await api.instant(query, span.end, signal)) {
    if (labels[SCRAPES] !== undefined) scrapes = value;
    const { __name__: name } = labels;
    if (name === undefined) continue;
    const label = NAMING.find((each) => each !== 'job' && (labels[each] ?? '') !== '');
    if (label !== undefined && !naming.has(name)) naming.set(name, label);
    const isPast = asked.has(name) && Object.keys(labels).length === 1 && now.has(name);
    if (isPast) past.set(name, value);
    else now.set(name, (now.get(name) ?? 0) + value);
  }
  return {
    seriesOf: (name) => Math.max(now.get(name) ?? 0, past.get(name) ?? 0),
    namingOf: (name) => naming.get(name),
    scrapeSeconds: scrapes > 0 ? Math.max(1, LIVE.scrapesOver / scrapes) : LIVE.scrapeSeconds,
  };
}

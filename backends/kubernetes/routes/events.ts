import type { ClusterEvent, KubernetesObject, Operations } from '../../../schemas/generated/kubernetes.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { inWindow, windowSince } from '../../common/time.ts';
import { firstSeenOf, lastSeenOf, regardedBy } from '../event-time.ts';
import type { KubernetesProvider } from '../provider.ts';
import { defined, numberAt, textAt } from '../read-fields.ts';

type Names = 'get_cluster_events' | 'list_events' | 'list_changes';

/** Reasons with which Kubernetes and its controllers report a failure, rather than a state to watch. */
const FAILURE =
  /fail|error|backoff|unhealthy|evict|oom|kill|invalid|exceed|notready|unavailable|cannot|forbidden|conflict|mismatch/i;

/** Events and changes in windows that end at the source's now. */
export function eventHandlers(provider: KubernetesProvider): Pick<Handlers<Operations>, Names> {
  const recent = async (namespace: string | undefined, since: string | undefined, signal: AbortSignal) => {
    const window = windowSince(since, provider.now());
    const { present, items, coverage } = await provider.events({ namespace }, { signal });
    const events = items
      .map((event) => ({ event, time: lastSeenOf(event) }))
      .filter(({ time }) => time === 0 || inWindow(time, window))
      .toSorted((a, b) => b.time - a.time)
      .map(({ event }) => event);
    return { window, present, coverage, events };
  };
  return {
    get_cluster_events: async ({ since, severity, namespace, limit, cursor }, { signal }) => {
      const { window, present, coverage, events } = await recent(namespace, since, signal);
      const kept = events
        .map(clusterEvent)
        .filter(
          (event) =>
            severity === undefined ||
            event.severity === severity ||
            (severity === 'Warning' && event.severity === 'Error'),
        );
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('events', { present, coverage, window, filters: { severity, namespace } }),
        ...pageOf(kept, { limit, cursor, question: [since, severity, namespace] }),
      };
    },
    list_events: async ({ namespace, involvedKind, involvedName, since, limit, cursor }, { signal }) => {
      const { window, present, coverage, events } = await recent(namespace, since, signal);
      const kept = events.filter((event) => {
        const { kind, name } = regardedBy(event);
        const kindFits = involvedKind === undefined || kind.toLowerCase() === involvedKind.toLowerCase();
        return kindFits && (involvedName === undefined || name === involvedName);
      });
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('events', {
          present,
          coverage,
          window,
          filters: { namespace, involvedKind, involvedName },
        }),
        ...pageOf(kept, { limit, cursor, question: [namespace, involvedKind, involvedName, since] }),
      };
    },
    list_changes: async ({ since, service, limit, cursor }, { signal }) => {
      const window = windowSince(since, provider.now());
      const { present, items, coverage } = await provider.changes({ signal });
      const kept = items
        .filter((change) => service === undefined || change.service === service)
        .filter((change) => inWindow(Date.parse(change.timestamp), window))
        .toSorted((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('changes', { present, coverage, window, filters: { service } }),
        ...pageOf(kept, { limit, cursor, question: [since, service] }),
      };
    },
  };
}

function clusterEvent(event: KubernetesObject): ClusterEvent {
  const type = textAt(event, 'type') ?? 'Normal';
  const reason = textAt(event, 'reason') ?? '';
  const { kind, name } = regardedBy(event);
  const lastSeen = lastSeenOf(event);
  const severity = type === 'Normal' ? 'Normal' : type === 'Error' || FAILURE.test(reason) ? 'Error' : 'Warning';
  return defined({
    severity: severity as ClusterEvent['severity'],
    type,
    reason,
    message: textAt(event, 'message') ?? textAt(event, 'note') ?? '',
    namespace: event.metadata.namespace,
    object: `${kind}/${name}`,
    count: Math.trunc(numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 1),
    firstSeen: firstSeenOf(event),
    lastSeen: lastSeen === 0 ? undefined : new Date(lastSeen).toISOString(),
    source:
      textAt(event, 'source', 'component') ??
      textAt(event, 'reportingController') ??
      textAt(event, 'reportingComponent'),
  });
}

import type { Coverage, Operations } from '../../../schemas/generated/metrics.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { windowSince } from '../../common/time.ts';
import type { MetricsProvider } from '../provider.ts';

/** A running source that answers has shown all that it has: none is read and empty, absent is not read. */
function seen(kind: string, present: boolean, items: number): Coverage {
  return { readings: present ? [{ kind, state: 'seen', items }] : [], notUnderstood: [] };
}

type Names = 'get_topology' | 'list_alerts' | 'summarize_traces' | 'describe_source';

/** Topology, alerts and traces. */
export function signalHandlers(provider: MetricsProvider): Pick<Handlers<Operations>, Names> {
  const asOf = (): string => provider.now().toISOString();
  return {
    describe_source: (_, { signal }) => provider.describe({ signal }),
    get_topology: async (_, { signal }) => {
      const { present, topology, coverage } = await provider.topology({ signal });
      const read = coverage ?? seen('topology', present, Object.keys(topology).length);
      return { asOf: asOf(), searched: describeSearch('topology', { present, coverage: read }), topology };
    },
    list_alerts: async ({ state, limit, cursor }, { signal }) => {
      const { present, items, coverage } = await provider.alerts({ signal });
      const kept = items
        .filter((alert) => state === undefined || alert.state === state)
        .toSorted((a, b) => Date.parse(b.startsAt) - Date.parse(a.startsAt));
      return {
        asOf: asOf(),
        searched: describeSearch('alerts', {
          present,
          coverage: coverage ?? seen('alerts', present, items.length),
          filters: { state },
        }),
        ...pageOf(kept, { limit, cursor, question: [state] }),
      };
    },
    summarize_traces: async ({ since, service, limit }, { signal }) => {
      const window = windowSince(since, provider.now());
      const { present, items, coverage } = await provider.traceEdges({ window }, { signal });
      const kept = items.filter((edge) => service === undefined || edge.caller === service || edge.callee === service);
      const { nextCursor: _, ...page } = pageOf(kept, { limit });
      return {
        asOf: asOf(),
        searched: describeSearch('spans', {
          present,
          coverage: coverage ?? seen('traces', present, items.length),
          window,
          filters: { service },
        }),
        ...page,
      };
    },
  };
}

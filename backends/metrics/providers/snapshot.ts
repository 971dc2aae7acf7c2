import { describeSnapshot } from '../../common/snapshot/describe-snapshot.ts';
import { once, type RecordedSeries, type Snapshot } from '../../common/snapshot/index.ts';
import { inWindow } from '../../common/time.ts';
import { withCounterFamilies } from '../counter-families.ts';
import { namePattern } from '../name-pattern.ts';
import type { MetricsProvider } from '../provider.ts';
import { readSlis } from '../slis/read-slis.ts';
import { aggregateSpans } from '../trace-edges.ts';

/** Serves the metrics, topology, alerts and traces of a snapshot folder. Topology is read from traces if need be. */
export function createSnapshotMetricsProvider(snapshot: Snapshot): MetricsProvider {
  const coverage = (source: 'metrics' | 'topology' | 'alerts' | 'traces', items: number) =>
    snapshot.coverage(snapshot.reading(source, items));
  const readSeries = once(
    async (): Promise<readonly RecordedSeries[]> => withCounterFamilies(await snapshot.metrics()),
  );
  return {
    now: () => snapshot.now,
    describe: async () => {
      const series = await readSeries();
      const alerts = await snapshot.alerts();
      const topology = await snapshot.topology();
      const spans = await snapshot.spans();
      return describeSnapshot(
        snapshot,
        {
          metrics: series.length > 0,
          topology: topology !== undefined || spans.length > 0,
          alerts: snapshot.has('alerts'),
          traces: spans.length > 0,
        },
        [
          ...snapshot.reading('metrics', series.length),
          ...snapshot.reading('topology', Object.keys(topology ?? {}).length),
          ...snapshot.reading('alerts', alerts.length),
          ...snapshot.reading('traces', spans.length),
        ],
      );
    },
    series: async ({ name }, { signal }) => {
      const series = await readSeries();
      signal.throwIfAborted();
      const fits = namePattern(name);
      const items = series.filter((one) => one.values.length > 0 && fits(one.name));
      const names = await snapshot.podServiceNames();
      return {
        present: series.length > 0,
        items,
        serviceOfPod: (pod) => names(pod).service,
        coverage: coverage('metrics', series.length),
      };
    },
    slis: async ({ window }, { signal }) => {
      const series = await readSeries();
      const names = await snapshot.podServiceNames();
      return readSlis(series, (pod) => names(pod).service, window, signal);
    },
    topology: async ({ signal }) => {
      const recorded = await snapshot.topology();
      signal.throwIfAborted();
      const read = coverage('topology', Object.keys(recorded ?? {}).length);
      if (recorded !== undefined) return { present: true, topology: recorded, coverage: read };
      const edges = aggregateSpans(await snapshot.spans());
      const topology: Record<string, string[]> = {};
      for (const { caller, callee } of edges) {
        topology[callee] ??= [];
        if (caller !== '' && !(topology[caller] ?? []).includes(callee))
          topology[caller] = [...(topology[caller] ?? []), callee];
      }
      return { present: edges.length > 0, topology, coverage: read };
    },
    alerts: async ({ signal }) => {
      const items = await snapshot.alerts();
      signal.throwIfAborted();
      return { present: snapshot.has('alerts'), items, coverage: coverage('alerts', items.length) };
    },
    traceEdges: async ({ window }, { signal }) => {
      const spans = await snapshot.spans();
      signal.throwIfAborted();
      const items = aggregateSpans(spans.filter(({ start }) => inWindow(start, window)));
      return { present: spans.length > 0, items, coverage: coverage('traces', spans.length) };
    },
  };
}

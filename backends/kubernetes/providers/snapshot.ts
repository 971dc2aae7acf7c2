import type { CoverageReading } from '../../../schemas/generated/kubernetes.ts';
import { describeSnapshot } from '../../common/snapshot/describe-snapshot.ts';
import { once, type Snapshot } from '../../common/snapshot/index.ts';
import { lastSeenOf } from '../event-time.ts';
import { compareObjects } from '../object-order.ts';
import type { KubernetesProvider } from '../provider.ts';
import { within } from './coverage.ts';

/** Serves the Kubernetes objects, events and changes of a snapshot folder. */
export function createSnapshotKubernetesProvider(snapshot: Snapshot): KubernetesProvider {
  // In the order in which they are listed: every page is sorted, and what is in order already is sorted fast.
  const ordered = once(async () => {
    const { objects, events, eventsPresent, readings } = await snapshot.kubernetes();
    return {
      objects: objects.toSorted(compareObjects),
      events: events.toSorted((a, b) => lastSeenOf(b) - lastSeenOf(a)),
      eventsPresent,
      readings,
    };
  });
  const changesReading = async (): Promise<CoverageReading[]> =>
    snapshot.reading('changes', (await snapshot.changes()).length);
  return {
    now: () => snapshot.now,
    describe: async () => {
      const { objects, eventsPresent, readings } = await ordered();
      const changes = await changesReading();
      const signals = { objects: objects.length > 0, events: eventsPresent, changes: snapshot.has('changes') };
      return describeSnapshot(snapshot, signals, [...readings, ...changes]);
    },
    objects: async ({ kinds, namespace, name }, { signal }) => {
      const { objects, readings } = await ordered();
      signal.throwIfAborted();
      const wanted = kinds === undefined ? undefined : new Set(kinds.map((kind) => kind.toLowerCase()));
      const items = objects.filter(
        ({ kind, metadata }) =>
          (wanted === undefined || wanted.has(kind.toLowerCase())) &&
          (namespace === undefined || metadata.namespace === namespace) &&
          (name === undefined || metadata.name === name),
      );
      const about = readings.filter(({ kind }) => wanted?.has(kind.toLowerCase()) ?? kind !== 'Event');
      return { present: objects.length > 0, items, coverage: snapshot.coverage(within(about, namespace)) };
    },
    events: async ({ namespace }, { signal }) => {
      const { events, eventsPresent, readings } = await ordered();
      signal.throwIfAborted();
      const items = events.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      const about = readings.filter(({ kind }) => kind === 'Event');
      return { present: eventsPresent, items, coverage: snapshot.coverage(within(about, namespace)) };
    },
    changes: async ({ signal }) => {
      const items = await snapshot.changes();
      signal.throwIfAborted();
      return { present: snapshot.has('changes'), items, coverage: snapshot.coverage(await changesReading()) };
    },
  };
}

import { describeSnapshot } from '../../common/snapshot/describe-snapshot.ts';
import { once, type Snapshot } from '../../common/snapshot/index.ts';
import { lastSeenOf } from '../event-time.ts';
import { compareObjects } from '../object-order.ts';
import type { KubernetesProvider } from '../provider.ts';

/** Serves the Kubernetes objects, events and changes of a snapshot folder. */
export function createSnapshotKubernetesProvider(snapshot: Snapshot): KubernetesProvider {
  // In the order in which they are listed: every page is sorted, and what is in order already is sorted fast.
  const ordered = once(async () => {
    const { objects, events, eventsPresent } = await snapshot.kubernetes();
    return {
      objects: objects.toSorted(compareObjects),
      events: events.toSorted((a, b) => lastSeenOf(b) - lastSeenOf(a)),
      eventsPresent,
    };
  });
  return {
    now: () => snapshot.now,
    describe: async () => {
      const { objects, eventsPresent } = await ordered();
      await snapshot.changes();
      return describeSnapshot(snapshot, {
        objects: objects.length > 0,
        events: eventsPresent,
        changes: snapshot.has('changes'),
      });
    },
    objects: async ({ kinds, namespace, name }, { signal }) => {
      const { objects } = await ordered();
      signal.throwIfAborted();
      const wanted = kinds === undefined ? undefined : new Set(kinds.map((kind) => kind.toLowerCase()));
      const items = objects.filter(
        ({ kind, metadata }) =>
          (wanted === undefined || wanted.has(kind.toLowerCase())) &&
          (namespace === undefined || metadata.namespace === namespace) &&
          (name === undefined || metadata.name === name),
      );
      return { present: objects.length > 0, items };
    },
    events: async ({ namespace }, { signal }) => {
      const { events, eventsPresent } = await ordered();
      signal.throwIfAborted();
      const items = events.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      return { present: eventsPresent, items };
    },
    changes: async ({ signal }) => {
      const items = await snapshot.changes();
      signal.throwIfAborted();
      return { present: snapshot.has('changes'), items };
    },
  };
}

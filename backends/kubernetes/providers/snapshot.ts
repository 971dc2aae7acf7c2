import { describeSnapshot } from '../../common/snapshot/describe-snapshot.ts';
import type { Snapshot } from '../../common/snapshot/index.ts';
import type { KubernetesProvider } from '../provider.ts';

/** Serves the Kubernetes objects, events and changes of a snapshot folder. */
export function createSnapshotKubernetesProvider(snapshot: Snapshot): KubernetesProvider {
  return {
    now: () => snapshot.now,
    describe: async () => {
      const { objects, eventsPresent } = await snapshot.kubernetes();
      await snapshot.changes();
      return describeSnapshot(snapshot, {
        objects: objects.length > 0,
        events: eventsPresent,
        changes: snapshot.has('changes'),
      });
    },
    objects: async ({ kinds, namespace, name }, { signal }) => {
      const { objects } = await snapshot.kubernetes();
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
      const { events, eventsPresent } = await snapshot.kubernetes();
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

import type { Operations } from '../../../schemas/generated/kubernetes.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { lastSeenOf } from '../event-time.ts';
import { compileLabelSelector } from '../label-selector.ts';
import { compareObjects, compareText } from '../object-order.ts';
import type { KubernetesProvider } from '../provider.ts';
import { textAt } from '../read-fields.ts';

type Names = 'list_objects' | 'list_namespaces' | 'describe_source';

/** Raw objects, namespaces and the source itself. */
export function objectHandlers(provider: KubernetesProvider): Pick<Handlers<Operations>, Names> {
  return {
    describe_source: (_, { signal }) => provider.describe({ signal }),
    list_objects: async ({ kind, namespace, name, labelSelector, limit, cursor }, { signal }) => {
      const kinds = kind?.split(',').map((part) => part.trim().toLowerCase());
      const selects = labelSelector === undefined ? undefined : compileLabelSelector(labelSelector, 'labelSelector');
      const query = { namespace, name, ...(kinds === undefined ? {} : { kinds }) };
      const { present, items, coverage } = await provider.objects(query, { signal });
      const found = kinds?.includes('event') ? [...items, ...(await eventsNamed(namespace, name, signal))] : items;
      const kept = found
        .filter(({ metadata }) => selects === undefined || selects(metadata.labels ?? {}))
        .toSorted(compareObjects);
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('objects', { present, coverage, filters: { kind, namespace, name, labelSelector } }),
        ...pageOf(kept, { limit, cursor, question: [kind, namespace, name, labelSelector] }),
      };
    },
    list_namespaces: async (_, { signal }) => {
      const { present, items, coverage } = await provider.objects({}, { signal });
      const { namespaces } = await provider.describe({ signal });
      const counted = new Map<string, { name: string; phase?: string; objects: number; pods: number }>();
      const entry = (name: string) => {
        const known = counted.get(name) ?? { name, objects: 0, pods: 0 };
        counted.set(name, known);
        return known;
      };
      for (const name of namespaces) entry(name);
      for (const object of items) {
        if (object.kind === 'Namespace') {
          const phase = textAt(object, 'status', 'phase');
          Object.assign(entry(object.metadata.name), phase === undefined ? {} : { phase });
        } else if (object.metadata.namespace !== undefined) {
          const place = entry(object.metadata.namespace);
          place.objects++;
          if (object.kind === 'Pod') place.pods++;
        }
      }
      const sorted = [...counted.values()].toSorted((a, b) => compareText(a.name, b.name));
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('namespaces', { present, coverage }),
        ...pageOf(sorted, { limit: Math.max(1, sorted.length) }),
      };
    },
  };

  async function eventsNamed(namespace: string | undefined, name: string | undefined, signal: AbortSignal) {
    const { items } = await provider.events({ namespace }, { signal });
    return items
      .filter(({ metadata }) => name === undefined || metadata.name === name)
      .toSorted((a, b) => lastSeenOf(b) - lastSeenOf(a));
  }
}

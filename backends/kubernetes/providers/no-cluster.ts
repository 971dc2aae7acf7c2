import { z } from 'zod';
import { defineLiveSource, httpUrl, type LiveSource } from '../../common/live/live-source.ts';
import { NOTHING_READ, noSource } from '../../common/live/no-source.ts';
import type { KubernetesProvider } from '../provider.ts';
import { changesReader } from './kubernetes-source.ts';

const settings = z.object({
  CLUSTER_NAME: z.string().default('default'),
  CHANGES_FILE: z.string().optional(),
  CHANGES_URL: httpUrl.optional(),
});

/** No cluster, by PROVIDER=none: it holds no objects and no events; recorded changes are served where they are given. */
export const noCluster: LiveSource<KubernetesProvider> = defineLiveSource({
  provider: 'none',
  chosenBy: [],
  settings,
  open: ({ CLUSTER_NAME, CHANGES_FILE, CHANGES_URL }) => {
    const changes = changesReader(CHANGES_FILE, CHANGES_URL);
    return {
      ...noSource(CLUSTER_NAME, 'no Kubernetes API is connected', changes === undefined ? [] : ['changes' as const]),
      objects: async () => ({ present: false, items: [], coverage: NOTHING_READ }),
      events: async () => ({ present: false, items: [], coverage: NOTHING_READ }),
      changes: async ({ signal }) => {
        const items = (await changes?.(signal)) ?? [];
        const readings = [{ kind: 'changes', state: 'seen' as const, items: items.length }];
        const coverage = changes === undefined ? NOTHING_READ : { readings, notUnderstood: [] };
        return { present: changes !== undefined, items, coverage };
      },
    };
  },
});

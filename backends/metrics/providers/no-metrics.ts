import { z } from 'zod';
import { defineLiveSource, type LiveSource } from '../../common/live/live-source.ts';
import { noSource } from '../../common/live/no-source.ts';
import type { MetricsProvider } from '../provider.ts';
import { topologyFile } from './topology-file.ts';

/** No metrics, by PROVIDER=none; a topology is served where it is given. */
export const noMetrics: LiveSource<MetricsProvider> = defineLiveSource({
  provider: 'none',
  chosenBy: [],
  settings: z.object({ CLUSTER_NAME: z.string().default('default'), TOPOLOGY_FILE: z.string().optional() }),
  open: ({ CLUSTER_NAME, TOPOLOGY_FILE }) => {
    const given = TOPOLOGY_FILE === undefined ? undefined : topologyFile(TOPOLOGY_FILE);
    return {
      ...noSource(CLUSTER_NAME, 'no metrics are connected', given === undefined ? [] : ['topology' as const]),
      series: async () => ({ present: false, items: [], serviceOfPod: (pod: string) => pod }),
      slis: async () => ({ present: false, grid: { start: 0, step: 60, length: 0 }, items: [], leftOut: [] }),
      topology: async () => ({ present: given !== undefined, topology: (await given?.()) ?? {} }),
      alerts: async () => ({ present: false, items: [] }),
      traceEdges: async () => ({ present: false, items: [] }),
    };
  },
});

import { z } from 'zod';
import { defineLiveSource, type LiveSource } from '../../common/live/live-source.ts';
import { noSource } from '../../common/live/no-source.ts';
import type { LogsProvider } from '../provider.ts';

/** No logs, by PROVIDER=none. */
export const noLogs: LiveSource<LogsProvider> = defineLiveSource({
  provider: 'none',
  chosenBy: [],
  settings: z.object({ CLUSTER_NAME: z.string().default('default') }),
  open: ({ CLUSTER_NAME }) => ({
    ...noSource<never>(CLUSTER_NAME, 'no logs are connected'),
    sources: async () => ({ present: false, items: [] }),
    scan: async function* () {},
    newest: async () => [],
    extent: async () => ({}),
  }),
});

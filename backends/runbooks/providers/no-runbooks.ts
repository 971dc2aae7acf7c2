import { z } from 'zod';
import { defineLiveSource, type LiveSource } from '../../common/live/live-source.ts';
import { noSource } from '../../common/live/no-source.ts';
import type { RunbooksProvider } from '../provider.ts';

/** No runbooks, by PROVIDER=none. */
export const noRunbooks: LiveSource<RunbooksProvider> = defineLiveSource({
  provider: 'none',
  chosenBy: [],
  settings: z.object({ CLUSTER_NAME: z.string().default('default') }),
  open: ({ CLUSTER_NAME }) => ({
    ...noSource<never>(CLUSTER_NAME, 'no runbooks are connected'),
    documents: async () => ({ present: false, items: [] }),
  }),
});

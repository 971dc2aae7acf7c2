import { z } from 'zod';
import { count, defineLiveSource, type LiveSource } from '../../common/live/live-source.ts';
import type { RunbooksProvider } from '../provider.ts';
import { createFolderRunbooksProvider } from './folder.ts';

const settings = z.object({
  RUNBOOKS_DIR: z.string({ error: 'must name a folder' }),
  RUNBOOKS_MAX_DOCUMENTS: count.default(5_000),
  CLUSTER_NAME: z.string().default('default'),
});

/** A folder of Markdown, by RUNBOOKS_DIR. */
export const folderSource: LiveSource<RunbooksProvider> = defineLiveSource({
  provider: 'folder',
  chosenBy: ['RUNBOOKS_DIR'],
  settings,
  open: (value) =>
    createFolderRunbooksProvider({
      dir: value.RUNBOOKS_DIR,
      cluster: value.CLUSTER_NAME,
      maxDocuments: value.RUNBOOKS_MAX_DOCUMENTS,
    }),
});

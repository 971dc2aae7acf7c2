import { z } from 'zod';
import { count, defineLiveSource, type LiveSource, nameList } from '../../common/live/live-source.ts';
import type { LogsProvider } from '../provider.ts';
import { createFolderLogsProvider } from './folder.ts';

const settings = z.object({
  LOGS_DIR: z.string({ error: 'must name a folder' }),
  LOGS_NAMESPACES: nameList.default([]),
  LOGS_MAX_FILES: count.default(5_000),
  CLUSTER_NAME: z.string().default('default'),
});

/** A folder of logs that grows, by LOGS_DIR. */
export const folderLogs: LiveSource<LogsProvider> = defineLiveSource({
  provider: 'folder',
  chosenBy: ['LOGS_DIR'],
  settings,
  open: (value) =>
    createFolderLogsProvider({
      dir: value.LOGS_DIR,
      cluster: value.CLUSTER_NAME,
      namespaces: value.LOGS_NAMESPACES,
      maxFiles: value.LOGS_MAX_FILES,
    }),
});

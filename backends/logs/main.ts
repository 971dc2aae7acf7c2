import { serve } from '../common/serve.ts';
import { createLogsApp } from './app.ts';
import { folderLogs } from './providers/folder-source.ts';
import { lokiSource } from './providers/loki-source.ts';
import { noLogs } from './providers/no-logs.ts';
import { createSnapshotLogsProvider } from './providers/snapshot.ts';

await serve({
  name: 'logs',
  defaultPort: 8012,
  sources: [lokiSource, folderLogs, noLogs],
  fromSnapshot: createSnapshotLogsProvider,
  createApp: createLogsApp,
});

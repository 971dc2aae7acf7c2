import { serve } from '../common/serve.ts';
import { createLogsApp } from './app.ts';
import { lokiSource } from './providers/loki-source.ts';
import { createSnapshotLogsProvider } from './providers/snapshot.ts';

await serve({
  name: 'logs',
  defaultPort: 8012,
  sources: [lokiSource],
  fromSnapshot: createSnapshotLogsProvider,
  createApp: createLogsApp,
});

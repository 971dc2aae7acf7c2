import { serve } from '../common/serve.ts';
import { createLogsApp } from './app.ts';
import { createSnapshotLogsProvider } from './providers/snapshot.ts';

await serve({
  name: 'logs',
  defaultPort: 8012,
  sources: [],
  fromSnapshot: createSnapshotLogsProvider,
  createApp: createLogsApp,
});

import { serve } from '../common/serve.ts';
import { createMetricsApp } from './app.ts';
import { createSnapshotMetricsProvider } from './providers/snapshot.ts';

await serve({
  name: 'metrics',
  defaultPort: 8013,
  sources: [],
  fromSnapshot: createSnapshotMetricsProvider,
  createApp: createMetricsApp,
});

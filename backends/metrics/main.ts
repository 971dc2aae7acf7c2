import { serve } from '../common/serve.ts';
import { createMetricsApp } from './app.ts';
import { noMetrics } from './providers/no-metrics.ts';
import { prometheusSource } from './providers/prometheus-source.ts';
import { createSnapshotMetricsProvider } from './providers/snapshot.ts';

await serve({
  name: 'metrics',
  defaultPort: 8013,
  sources: [prometheusSource, noMetrics],
  fromSnapshot: createSnapshotMetricsProvider,
  createApp: createMetricsApp,
});

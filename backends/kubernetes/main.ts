import { serve } from '../common/serve.ts';
import { createKubernetesApp } from './app.ts';
import { createSnapshotKubernetesProvider } from './providers/snapshot.ts';

await serve({
  name: 'kubernetes',
  defaultPort: 8011,
  sources: [],
  fromSnapshot: createSnapshotKubernetesProvider,
  createApp: createKubernetesApp,
});

import { serve } from '../common/serve.ts';
import { createKubernetesApp } from './app.ts';
import { kubernetesSource } from './providers/kubernetes-source.ts';
import { noCluster } from './providers/no-cluster.ts';
import { createSnapshotKubernetesProvider } from './providers/snapshot.ts';

await serve({
  name: 'kubernetes',
  defaultPort: 8011,
  sources: [kubernetesSource, noCluster],
  fromSnapshot: createSnapshotKubernetesProvider,
  createApp: createKubernetesApp,
});

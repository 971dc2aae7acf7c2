import { serve } from '../common/serve.ts';
import { createRunbooksApp } from './app.ts';
import { createSnapshotRunbooksProvider } from './providers/snapshot.ts';

await serve({
  name: 'runbooks',
  defaultPort: 8014,
  sources: [],
  fromSnapshot: createSnapshotRunbooksProvider,
  createApp: createRunbooksApp,
});

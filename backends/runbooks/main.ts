import { serve } from '../common/serve.ts';
import { createRunbooksApp } from './app.ts';
import { createSnapshotRunbooksProvider } from './providers/snapshot.ts';

await serve({
  name: 'runbooks',
  defaultPort: 8014,
  createApp: ({ snapshot, settings, logger }) =>
    createRunbooksApp({ provider: createSnapshotRunbooksProvider(snapshot), apiKey: settings.apiKey, logger }),
});

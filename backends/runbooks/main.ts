import { serve } from '../common/serve.ts';
import { createRunbooksApp } from './app.ts';
import { folderSource } from './providers/folder-source.ts';
import { noRunbooks } from './providers/no-runbooks.ts';
import { createSnapshotRunbooksProvider } from './providers/snapshot.ts';

await serve({
  name: 'runbooks',
  defaultPort: 8014,
  sources: [folderSource, noRunbooks],
  fromSnapshot: createSnapshotRunbooksProvider,
  createApp: createRunbooksApp,
});

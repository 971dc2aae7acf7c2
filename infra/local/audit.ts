/**
 * `npm run audit`: the bot's own command line for its audit, over the local workspace's database where DATABASE_URL does
 * not name another one.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runAudit } from '../../bot/audit-cli.ts';
import { ownerDatabaseUrl } from './environment.ts';
import { DEFAULT_PORTS } from './parts.ts';
import { openSecrets } from './secrets.ts';

const secretsFile = join(import.meta.dirname, '..', '..', '.local', 'secrets.json');
const local = existsSync(secretsFile)
  ? ownerDatabaseUrl({ secrets: openSecrets(secretsFile), ports: DEFAULT_PORTS })
  : undefined;
process.exitCode = await runAudit(process.argv.slice(2), {
  databaseUrl: process.env.DATABASE_URL ?? local,
  write: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});

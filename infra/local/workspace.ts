import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { startSlackWorkspace } from './slack/index.ts';

// The process of the Slack workspace: its page and its Web API.

const logger = pino({ name: 'workspace', level: process.env.LOG_LEVEL ?? 'info' });

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const workspace = await startSlackWorkspace({
  host: '127.0.0.1',
  port: Number(required('PORT')),
  botUrl: required('BOT_URL'),
  ca: readFileSync(required('BOT_CA_FILE'), 'utf8'),
  signingSecret: required('SLACK_SIGNING_SECRET'),
  botToken: required('SLACK_BOT_TOKEN'),
  unknownBlocks: (process.env.UNKNOWN_BLOCKS ?? '').split(',').filter((type) => type !== ''),
  stateDir: join(required('STATE_DIR'), 'slack'),
  logger,
});
logger.info({ url: workspace.url }, 'listening');

let closing = false;
async function close(signal: string): Promise<void> {
  if (closing) return;
  closing = true;
  logger.info({ signal }, 'closing');
  await workspace.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void close('SIGTERM'));
process.on('SIGINT', () => void close('SIGINT'));

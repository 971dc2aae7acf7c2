import { pino } from 'pino';
import { createScriptedModel } from './scripted-model.ts';
import { createBedrock } from './server.ts';

// The process that stands in for Amazon Bedrock with a script in place of a model.

const logger = pino({ name: 'bedrock', level: process.env.LOG_LEVEL ?? 'info' });

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const bedrock = createBedrock({
  accessKeyId: required('AWS_ACCESS_KEY_ID'),
  secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
  script: createScriptedModel(),
});
const port = Number(required('PORT'));
await bedrock.app.listen({ host: '127.0.0.1', port });
logger.info({ part: 'bedrock', port }, 'listening, a script in place of a model');

let closing = false;
async function close(signal: string): Promise<void> {
  if (closing) return;
  closing = true;
  logger.info({ signal }, 'closing');
  await bedrock.app.close();
  process.exit(0);
}
process.on('SIGTERM', () => void close('SIGTERM'));
process.on('SIGINT', () => void close('SIGINT'));

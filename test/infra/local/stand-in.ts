import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CognitoOptions, createCognito } from '../../../infra/local/cognito/server.ts';
import { freePort } from '../../../infra/local/ports.ts';

export const region = 'eu-central-1';
export const credentials = { accessKeyId: 'AKIATESTTESTTEST', secretAccessKey: 'test/secret+key' };
export const challengeSecret = 'challenge-secret-of-the-tests';

/** A new folder below the system's temporary one, and how to remove it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'oncall-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A listening Cognito stand-in in a folder of its own. */
export async function startCognito(options: Partial<CognitoOptions> = {}) {
  process.env.COGNITO_CHALLENGE_SECRET = challengeSecret;
  const { folder, remove } = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const cognito = await createCognito({ folder, region, url, ...credentials, ...options });
  await cognito.app.listen({ port, host: '127.0.0.1' });
  const stop = async () => {
    await cognito.app.close();
    remove();
  };
  return { ...cognito, url, folder, stop };
}

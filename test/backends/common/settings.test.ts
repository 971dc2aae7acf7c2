import { expect, test } from '@jest/globals';
import { readSettings } from '../../../backends/common/settings.ts';

const USABLE = { BACKEND_API_KEY: 'long-enough', SNAPSHOT_DIR: '/tmp/x' };

test('defaults are loopback, the given port and no replay', () => {
  expect(readSettings(USABLE, 8011)).toMatchObject({
    host: '127.0.0.1',
    port: 8011,
    source: { kind: 'snapshot', replay: false },
    logLevel: 'info',
  });
  expect(readSettings({ ...USABLE, SNAPSHOT_REPLAY: '1', PORT: '9' }, 1)).toMatchObject({
    port: 9,
    source: { replay: true },
  });
});

test('every problem is reported together, without values', () => {
  const env = { BACKEND_API_KEY: 'shorty', PORT: '99999', LOG_LEVEL: 'loud' };
  let message = '';
  try {
    readSettings(env, 1);
  } catch (error) {
    message = (error as Error).message;
  }
  for (const name of ['BACKEND_API_KEY', 'PORT', 'LOG_LEVEL', 'SNAPSHOT_DIR is not set'])
    expect(message).toContain(name);
  expect(message).not.toContain('shorty');
});

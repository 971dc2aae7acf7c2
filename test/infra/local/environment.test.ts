import { expect, test } from '@jest/globals';
import { type EnvironmentSource, environmentOf } from '../../../infra/local/environment.ts';
import { DEFAULT_PORTS } from '../../../infra/local/parts.ts';

function kubernetesWith(replay: boolean) {
  const source = {
    ports: DEFAULT_PORTS,
    secrets: { backendApiKey: 'k' },
    stateDir: '/state',
    observed: { snapshotDir: '/recorded', replay },
    logLevel: 'info',
  } as EnvironmentSource;
  return environmentOf('kubernetes', source);
}

test('the times of a recording are moved where that is asked for, and not otherwise', () => {
  expect(kubernetesWith(false)).toMatchObject({ SNAPSHOT_DIR: '/recorded', SNAPSHOT_REPLAY: '0' });
  expect(kubernetesWith(true)).toMatchObject({ SNAPSHOT_DIR: '/recorded', SNAPSHOT_REPLAY: '1' });
});

import { expect, test } from '@jest/globals';
import { createRdsTokens } from '../../../../bot/adapters/postgres/rds-tokens.ts';
import { Secret } from '../../../../bot/domain/secret.ts';

const url = new Secret('postgresql://oncall_bot@cluster.example.internal:5433/oncall?sslmode=verify-full');
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'made-up' };

test('a token is for the server, the port and the user of the address, and is good for fifteen minutes', async () => {
  const token = await createRdsTokens({ url, region: 'eu-central-1', credentials })();
  const parts = new URL(`https://${token}`);
  expect(parts.host).toBe('cluster.example.internal:5433');
  expect(Object.fromEntries(parts.searchParams)).toMatchObject({
    Action: 'connect',
    DBUser: 'oncall_bot',
    'X-Amz-Expires': '900',
    'X-Amz-Credential': expect.stringMatching(/^AKIDEXAMPLE\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/),
  });
  expect(token).not.toContain('made-up');
});

test('without credentials it says so in our words', async () => {
  const away = async () => {
    throw Object.assign(new Error('nobody gives any'), { name: 'CredentialsProviderError' });
  };
  const tokens = createRdsTokens({ url, region: 'eu-central-1', credentials: away });
  await expect(tokens()).rejects.toMatchObject({ name: 'SreError' });
});

import { createHash, randomBytes } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { credentials, region, startCognito } from '../stand-in.ts';
import { hostedBrowser } from './hosted-browser.ts';
import { createUser } from './sign-in-as.ts';

const CALLBACK = 'https://bot.example.com/login/callback';
let cognito: Awaited<ReturnType<typeof startCognito>>;
let client: CognitoIdentityProviderClient;

beforeAll(async () => {
  cognito = await startCognito({ callbackUrls: [CALLBACK] });
  client = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url, maxAttempts: 1 });
  await createUser({ client, poolId: cognito.poolId, clientId: cognito.clientId }, 'slack-t1-u1', 'U1');
});
afterAll(async () => {
  client.destroy();
  await cognito.stop();
});

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const asking = () => ({
  response_type: 'code',
  client_id: cognito.clientId,
  redirect_uri: CALLBACK,
  scope: 'openid email',
  state: 'the state',
  nonce: 'the nonce',
  code_challenge: challenge,
  code_challenge_method: 'S256',
});
const authorize = (changes: Record<string, string | undefined> = {}) => {
  const fields = Object.entries({ ...asking(), ...changes }).filter(
    (one): one is [string, string] => one[1] !== undefined,
  );
  return `${cognito.url}/oauth2/authorize?${new URLSearchParams(fields)}`;
};
async function post(path: string, fields: Record<string, string>) {
  const response = await fetch(`${cognito.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, string>) };
}
const newCode = async () => (await hostedBrowser.signIn(authorize(), 'slack-t1-u1')).searchParams.get('code') ?? '';
const exchange = (code: string, changes: Record<string, string> = {}) =>
  post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: cognito.clientId,
    redirect_uri: CALLBACK,
    code,
    code_verifier: verifier,
    ...changes,
  });

test('a code brings tokens of the one who signed in, once, with the nonce and the state that were sent', async () => {
  const back = await hostedBrowser.signIn(authorize(), 'slack-t1-u1');
  expect(back.origin + back.pathname).toBe(CALLBACK);
  expect(back.searchParams.get('state')).toBe('the state');
  const code = back.searchParams.get('code') ?? '';
  const { status, body } = await exchange(code);
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) });
  const keys = createRemoteJWKSet(new URL(`${cognito.issuer}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(body.id_token!, keys, { issuer: cognito.issuer, audience: cognito.clientId });
  expect(payload).toMatchObject({ token_use: 'id', nonce: 'the nonce', email_verified: true });
  expect(decodeJwt(body.access_token!)).toMatchObject({
    token_use: 'access',
    scope: 'openid email',
    client_id: cognito.clientId,
  });
  expect(await exchange(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
});

test.each([
  ['another verifier', { code_verifier: randomBytes(32).toString('base64url') }],
  ['no verifier', { code_verifier: '' }],
  ['the challenge as verifier', { code_verifier: challenge }],
  ['another address', { redirect_uri: 'https://evil.example/login/callback' }],
])('a code with %s is refused, and used up', async (_what, changes) => {
  const code = await newCode();
  expect(await exchange(code, changes)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
  expect(await exchange(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
});

test('a code is too old after its time', async () => {
  const hasty = await startCognito({ callbackUrls: [CALLBACK], codeSeconds: 0 });
  const its = new CognitoIdentityProviderClient({ region, credentials, endpoint: hasty.url, maxAttempts: 1 });
  try {
    await createUser({ client: its, poolId: hasty.poolId, clientId: hasty.clientId }, 'slack-t1-u1', 'U1');
    const query = new URLSearchParams({ ...asking(), client_id: hasty.clientId });
    const back = await hostedBrowser.signIn(`${hasty.url}/oauth2/authorize?${query}`, 'slack-t1-u1');
    const form = {
      grant_type: 'authorization_code',
      client_id: hasty.clientId,
      redirect_uri: CALLBACK,
      code: back.searchParams.get('code') ?? '',
      code_verifier: verifier,
    };
    const response = await fetch(`${hasty.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect(await response.json()).toEqual({ error: 'invalid_grant' });
  } finally {
    its.destroy();
    await hasty.stop();
  }
});

test('a refresh token brings new tokens until it is revoked', async () => {
  const { body } = await exchange(await newCode());
  const refresh = { grant_type: 'refresh_token', client_id: cognito.clientId, refresh_token: body.refresh_token! };
  const again = await post('/oauth2/token', refresh);
  expect(again.status).toBe(200);
  expect(again.body.refresh_token).toBeUndefined();
  expect(await post('/oauth2/revoke', { token: body.refresh_token!, client_id: cognito.clientId })).toMatchObject({
    status: 200,
  });
  expect(await post('/oauth2/token', refresh)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
});

test.each([
  ['a client that is unknown', { client_id: 'nobody' }, 'invalid_client'],
  ['a grant that is unknown', { grant_type: 'password' }, 'unsupported_grant_type'],
  ['no code', { code: '' }, 'invalid_request'],
])('the token endpoint refuses %s', async (_what, changes, error) => {
  expect(await exchange('x', changes)).toEqual({ status: 400, body: { error } });
});

test('the token endpoint takes forms only', async () => {
  const response = await fetch(`${cognito.url}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'refresh_token', client_id: cognito.clientId, refresh_token: 'x' }),
  });
  expect(await response.json()).toEqual({ error: 'invalid_request' });
});

test('an address or client that is not registered is never redirected to', async () => {
  for (const changes of [{ redirect_uri: 'https://evil.example/' }, { client_id: 'nobody' }]) {
    const response = await fetch(authorize(changes), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  }
});

test.each([
  [{ response_type: 'token' }, 'unauthorized_client'],
  [{ code_challenge_method: 'plain' }, 'invalid_request'],
  [{ code_challenge_method: undefined }, 'invalid_request'],
  [{ code_challenge: 'short' }, 'invalid_request'],
  [{ scope: 'openid phone' }, 'invalid_scope'],
])('a wrong request %j comes back as %s', async (changes, error) => {
  const back = await hostedBrowser.signIn(authorize(changes), 'slack-t1-u1');
  expect(back.searchParams.get('error')).toBe(error);
  expect(back.searchParams.get('state')).toBe('the state');
});

test('who cancels comes back with access_denied', async () => {
  const back = await hostedBrowser.signIn(authorize(), 'cancel');
  expect(back.searchParams.get('error')).toBe('access_denied');
});

test('the pool’s client and the discovery document tell of it', async () => {
  const described = new DescribeUserPoolClientCommand({ UserPoolId: cognito.poolId, ClientId: cognito.clientId });
  expect((await client.send(described)).UserPoolClient).toMatchObject({
    AllowedOAuthFlows: ['code'],
    CallbackURLs: [CALLBACK],
  });
  const discovery = await (await fetch(`${cognito.issuer}/.well-known/openid-configuration`)).json();
  expect(discovery).toMatchObject({ token_endpoint: `${cognito.url}/oauth2/token` });
});

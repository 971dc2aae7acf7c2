import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { askTokenEndpoint } from '../../../../bot/adapters/cognito/token-endpoint.ts';

const TOKENS = { access_token: 'a', expires_in: 3600, refresh_token: 'r', id_token: 'i', token_type: 'Bearer' };
let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function page(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  page((_request, response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body)),
  );
const ask = (url: string, deadlineMs?: number) =>
  askTokenEndpoint({ url }, { grant_type: 'refresh_token' }, deadlineMs);

test('the form is sent as a form, and the tokens come back as secrets', async () => {
  const seen: string[] = [];
  const url = await page((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    response.end(JSON.stringify(TOKENS));
  });
  const answer = await ask(url);
  expect(seen).toEqual(['POST /oauth2/token application/x-www-form-urlencoded']);
  expect(answer.access.reveal()).toBe('a');
  expect(JSON.stringify(answer)).not.toContain('"r"');
  expect(answer).toMatchObject({ expiresIn: 3600, id: 'i' });
});

test.each([
  ['a used code', 400, { error: 'invalid_grant' }, 'unauthenticated'],
  ['a client that is not ours', 400, { error: 'invalid_client' }, 'bad-upstream'],
  ['words in place of an error', 400, '<html>no</html>', 'bad-upstream'],
  ['an error that tries to be long', 400, { error: 'x'.repeat(500) }, 'bad-upstream'],
  ['too many', 429, {}, 'rate-limited'],
  ['a broken page', 503, 'away', 'unavailable'],
  ['no JSON', 200, '<html>', 'bad-upstream'],
  ['no object', 200, 'null', 'bad-upstream'],
  ['no token', 200, { expires_in: 1 }, 'bad-upstream'],
  ['a life that is no number', 200, { ...TOKENS, expires_in: 'long' }, 'bad-upstream'],
  ['a life that is over', 200, { ...TOKENS, expires_in: 0 }, 'bad-upstream'],
  ['more than is read', 200, `{"x":"${'y'.repeat(100_000)}"}`, 'bad-upstream'],
] as const)('%s', async (_what, status, body, kind) => {
  const failure = await ask(await answering(status, body)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind });
  expect((failure as Error).message.length).toBeLessThan(100);
});

test('a code or refresh token is sent nowhere else', async () => {
  const asked: string[] = [];
  const other = await page((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify(TOKENS));
  });
  const endOther = close;
  const url = await answering(307, '', { location: `${other}/oauth2/token` });
  await expect(ask(url)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(asked).toEqual([]);
  await endOther();
});

test('a page that hangs, or stops in the middle, is given up in time', async () => {
  await expect(ask(await page(() => undefined), 100)).rejects.toMatchObject({ kind: 'timeout' });
  await close();
  const half = await page((_request, response) => {
    response.writeHead(200);
    response.write('{"access_token":');
  });
  await expect(ask(half, 100)).rejects.toMatchObject({ kind: 'timeout' });
});

test('a page that nobody serves is unavailable', async () => {
  const url = await answering(200, TOKENS);
  await close();
  close = async () => undefined;
  await expect(ask(url)).rejects.toMatchObject({ kind: 'unavailable' });
});

import { expect, test } from '@jest/globals';
import Fastify from 'fastify';
import type { LoginEnd } from '../../../bot/ports/login.ts';
import { LOGIN_CALLBACK, loginRoutes } from '../../../bot/server/login-routes.ts';

async function come(back: string, end: LoginEnd = 'signed-in') {
  const brought: unknown[] = [];
  const app = Fastify();
  await app.register(
    loginRoutes({
      async finish(returned) {
        brought.push(returned);
        return end;
      },
    }),
  );
  const answer = await app.inject(`${LOGIN_CALLBACK}${back}`);
  await app.close();
  return { answer, brought };
}

test.each([
  ['signed-in', 200, 'You are signed in'],
  ['declined', 400, 'not signed in'],
  ['stale', 400, 'used already or is too old'],
  ['someone-else', 403, 'another e-mail address'],
  ['refused', 502, 'not accepted'],
  ['unavailable', 503, 'just now'],
] as const)('a sign-in that ends as %s is answered %i with words', async (end, status, words) => {
  const { answer } = await come('?state=s&code=c', end);
  expect(answer.statusCode).toBe(status);
  expect(answer.body).toContain(words);
});

test('the page holds nothing that the browser brought, runs nothing and tells no other site of its address', async () => {
  const evil = encodeURIComponent('<script>alert(1)</script>');
  const { answer, brought } = await come(
    `?state=${evil}&code=${evil}&error=${evil}&error_description=${evil}`,
    'declined',
  );
  expect(answer.body).not.toContain('script');
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers['referrer-policy']).toBe('no-referrer');
  expect(Object.keys(brought[0] as object).sort()).toEqual(['code', 'error', 'state']);
});

test('what comes twice in the address counts as absent', async () => {
  const { brought } = await come('?state=a&state=b&code=c');
  expect(brought).toEqual([{ code: 'c' }]);
});

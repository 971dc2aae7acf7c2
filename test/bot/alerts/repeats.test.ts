import { afterEach, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { createIntakeLimit } from '../../../bot/alerts/intake-limit.ts';
import { REFUSED_FOR_NOW, REPEATS } from '../../../bot/alerts/repeats.ts';
import { type AlertRoutesOptions, alertRoutes } from '../../../bot/alerts/routes.ts';
import { ALERT_SOURCES } from '../../../bot/domain/alert.ts';
import { ERROR_TABLE, type ErrorKind, SreError } from '../../../bot/domain/errors.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { quiet } from './open-desk.ts';

let server: FastifyInstance | undefined;
afterEach(() => server?.close());

async function open(more: Partial<AlertRoutesOptions>) {
  server = Fastify();
  await server.register(
    alertRoutes({
      desk: { accept: async (alerts) => ({ taken: alerts.length }) },
      secrets: { alertmanager: new Secret('s3cret') },
      topicArns: [],
      clock: { now: () => new Date() },
      log: quiet,
      ...more,
    }),
  );
  return (secret = 's3cret', body: object = { alerts: [{ labels: { alertname: 'Down' }, status: 'firing' }] }) =>
    server!.inject({
      method: 'POST',
      url: '/alerts/alertmanager',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
}

test('every source has its row, and each that sends again by itself does so after the status of a refusal', () => {
  expect(Object.keys(REPEATS).toSorted()).toEqual([...ALERT_SOURCES].toSorted());
  expect(REFUSED_FOR_NOW).toBe(503);
  for (const { on } of Object.values(REPEATS)) if (on.length > 0) expect(on).toContain('5xx');
});

const FOR_NOW = (Object.keys(ERROR_TABLE) as ErrorKind[]).filter(
  (kind) => ERROR_TABLE[kind].retryable || ERROR_TABLE[kind].status >= 500,
);
test.each(FOR_NOW)('what cannot be kept for now (%s) is refused as 503, and its repeat is taken', async (kind) => {
  const troubles = [new SreError(kind, 'not now')];
  const post = await open({
    desk: {
      async accept(alerts) {
        const trouble = troubles.pop();
        if (trouble) throw trouble;
        return { taken: alerts.length };
      },
    },
  });
  const refused = await post();
  expect([refused.statusCode, Number(refused.headers['retry-after'])]).toEqual([503, 5]);
  expect((await post()).json()).toEqual({ alerts: 1, taken: 1 });
});

test('an address that guessed wrong too often is refused as 503: behind one proxy a good source has it too', async () => {
  const post = await open({});
  for (let guess = 0; guess < 10; guess += 1) expect((await post('wrong')).statusCode).toBe(401);
  const refused = await post();
  expect(refused.statusCode).toBe(503);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
});

test('what is beyond the room is refused before it is read, and taken once there is room', async () => {
  const room = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const post = await open({
    intake: createIntakeLimit({ deliveries: 1 }),
    desk: {
      async accept(alerts) {
        began.resolve();
        await room.promise;
        return { taken: alerts.length };
      },
    },
  });
  const first = post();
  await began.promise;
  expect((await post()).statusCode).toBe(503);
  room.resolve();
  expect((await first).statusCode).toBe(202);
  expect((await post()).statusCode).toBe(202);
});

test('bytes count too; a single delivery is let in however large it is', () => {
  const intake = createIntakeLimit({ bytes: 100 });
  const leave = intake.enter(500);
  expect(() => intake.enter(1)).toThrow('too many');
  leave();
  leave();
  const small = intake.enter(60);
  expect(() => intake.enter(60)).toThrow('too many');
  expect(intake.enter(40)).toEqual(expect.any(Function));
  small();
});

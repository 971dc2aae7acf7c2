import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createFeedbackLog } from '../../../../bot/adapters/postgres/feedback-log.ts';
import { createInvestigationHistory } from '../../../../bot/adapters/postgres/investigation-history.ts';
import { createInvestigationStore } from '../../../../bot/adapters/postgres/investigation-store.ts';
import { createPreferenceStore } from '../../../../bot/adapters/postgres/preferences.ts';
import { createRulings } from '../../../../bot/adapters/postgres/rulings.ts';
import { DEFAULT_PREFERENCES } from '../../../../bot/domain/preferences.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { plainAnswer } from '../../slack/views/answers.ts';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
  await database.migrate();
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

const requestOf = (id: string, channel: string, name?: string) => ({
  id,
  question: '',
  ...(name && { target: { kind: 'service' as const, name } }),
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: channel === 'C1' ? 'U1' : 'U2' },
  thread: { teamId: 'T1', channel },
  askedAt: '2026-01-05T10:00:00.000Z',
});

test('earlier investigations are found by channel, person, state and place, newest first', async () => {
  const store = createInvestigationStore(database.db);
  const history = createInvestigationHistory(database.db);
  await store.begin(requestOf('h1', 'C1', 'shop'));
  await store.begin(requestOf('h2', 'C1'));
  await store.begin(requestOf('h3', 'C2', 'shop'));
  await store.answered('h2', plainAnswer, true);
  const ids = async (filter: object, limit = 10) =>
    (await history.recent('T1', { ...filter, limit })).map(({ request }) => request.id);
  expect(await ids({})).toEqual(['h3', 'h2', 'h1']);
  expect(await ids({}, 1)).toEqual(['h3']);
  expect(await ids({ channel: 'C1' })).toEqual(['h2', 'h1']);
  expect(await ids({ channel: 'C1', status: 'running' })).toEqual(['h1']);
  expect(await ids({ component: 'service/shop' })).toEqual(['h3', 'h1']);
  expect(await ids({ component: 'service/basket' })).toEqual(['h2']);
  expect(await ids({ askedBy: 'U2' })).toEqual(['h3']);
  expect(await history.recent('T2', { limit: 5 })).toEqual([]);
});

test('a ruling replaces the earlier one on the same subject, in its own thread only', async () => {
  const rulings = createRulings(database.db);
  const thread = { teamId: 'T1', channel: 'C1', threadTs: '1.1' };
  expect(await rulings.of(thread)).toEqual([]);
  await rulings.rule(thread, { subject: 'database', out: true, by: 'U1', at: '2026-01-05T10:00:00.000Z' });
  await rulings.rule(thread, { subject: 'service/shop', out: true, by: 'U1', at: '2026-01-05T10:01:00.000Z' });
  await rulings.rule(thread, { subject: 'database', out: false, by: 'U2', at: '2026-01-05T10:02:00.000Z' });
  expect(await rulings.of(thread)).toEqual([
    { subject: 'service/shop', out: true, by: 'U1', at: '2026-01-05T10:01:00.000Z' },
    { subject: 'database', out: false, by: 'U2', at: '2026-01-05T10:02:00.000Z' },
  ]);
  expect(await rulings.of({ ...thread, threadTs: '2.2' })).toEqual([]);
});

test('preferences are kept for each person and forgotten on wish', async () => {
  const preferences = createPreferenceStore(database.db);
  const ann = { teamId: 'T1', slackUserId: 'U1' };
  const chosen = { timeZone: 'Europe/Berlin', detail: 'short', notify: 'direct', unaddressed: true } as const;
  await preferences.write(ann, chosen);
  await preferences.write(ann, { ...chosen, detail: 'full' });
  expect(await preferences.read(ann)).toEqual({ ...chosen, detail: 'full' });
  expect(await preferences.read({ ...ann, slackUserId: 'U2' })).toEqual(DEFAULT_PREFERENCES);
  await preferences.forget(ann);
  await preferences.forget(ann);
  expect(await preferences.read(ann)).toEqual(DEFAULT_PREFERENCES);
});

test('feedback is kept once for each person and answer, newest first', async () => {
  const feedback = createFeedbackLog(database.db);
  const ann = { teamId: 'T1', slackUserId: 'U1' };
  const first = { investigation: 'h1', right: true, about: 'shop: a bad deploy', at: '2026-01-05T10:00:00.000Z' };
  await feedback.give(ann, first);
  await feedback.give(ann, { ...first, investigation: 'h2', at: '2026-01-05T11:00:00.000Z' });
  await feedback.give(ann, { ...first, right: false, correction: 'DNS', at: '2026-01-05T12:00:00.000Z' });
  expect(await feedback.recent(ann, 5)).toMatchObject([
    { investigation: 'h1', right: false, correction: 'DNS' },
    { investigation: 'h2', right: true },
  ]);
  expect(await feedback.recent({ ...ann, teamId: 'T2' }, 5)).toEqual([]);
  await feedback.forget(ann);
  expect(await feedback.recent(ann, 5)).toEqual([]);
});

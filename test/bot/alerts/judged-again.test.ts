import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts';
import { alert, openDesk } from './open-desk.ts';

// What happens to a group whose thread stands: nothing of it may be an edit that nobody is notified of.

let postgres: TestPostgres;
let database: Database;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
  await database.migrate();
});
afterEach(() => database.close());

const LATER_MS = 6 * 60_000;

/** A desk that notes the calls it asks for, and helps to end investigations and to let time pass. */
async function open() {
  const calls: string[] = [];
  const desk = await openDesk(database, {
    onOpened: async () => void calls.push('opened'),
    onNews: async (_group, { round, severity }) => void calls.push(`${round} ${severity}`),
    onOver: async () => void calls.push('over'),
  });
  const notes = () =>
    desk.board.messages.flatMap(({ key, notice }) =>
      key.startsWith('news-') && notice.kind === 'note' ? [notice.text] : [],
    );
  return {
    ...desk,
    calls,
    notes,
    async take(...posts: Parameters<typeof desk.post>) {
      await desk.post(...posts);
      await desk.desk.pass();
      await desk.desk.pass();
    },
    async later() {
      desk.clock.at = new Date(desk.clock.at.getTime() + LATER_MS);
      await desk.desk.pass();
    },
    /** The newest investigation ends with a cause at `component` that accounts for `explains` too. */
    async answer(component: string, explains: readonly string[] = []) {
      const request = desk.started.at(-1)!;
      const best = { component, cause: 'oom_killed', confidence: 0.9, explains };
      const answer = { verdict: 'fault', hypotheses: [best] } as never;
      desk.records.set(request.id, { request, startedAt: '', status: 'answered', answer });
      await desk.desk.pass();
    },
  };
}

describe('a thread that stands hears of', () => {
  test('a critical alert after a mild one: a reply, a call by its own severity, an investigation', async () => {
    const { take, notes, calls, started, board } = await open();
    await take([alert('zeta', { alertname: 'CertExpiresSoon', severity: 'info' })]);
    expect([started, calls]).toEqual([[], ['opened', 'opened']]);
    await take([alert('zeta', { alertname: 'ZetaDown' })]);
    expect(board.threads()).toHaveLength(1);
    expect(notes()).toEqual(['Worse, critical now: ZetaDown about zeta.']);
    expect(calls.at(-1)).toBe('1 critical');
    expect(started).toMatchObject([{ question: expect.stringContaining('ZetaDown'), target: { name: 'zeta' } }]);
  });

  test('a new subject that the cause does not explain: looked into again, five minutes after the last look', async () => {
    const { take, later, answer, notes, started } = await open();
    await take([alert('basket', { severity: 'warning' })]);
    await answer('service/basket');
    await take([alert('basket-db', { severity: 'warning', alertname: 'Slow' })]);
    expect(notes()).toEqual(['New, warning: Slow about basket-db. I look again.']);
    expect(started).toHaveLength(1);
    await later();
    expect(started).toHaveLength(2);
    expect(new Set(started.map(({ id }) => id)).size).toBe(2);
  });

  test('a new subject that the cause explains: a line, and no other look', async () => {
    const { take, later, answer, notes, started } = await open();
    await take([alert('basket-db', { severity: 'warning' })]);
    await answer('service/basket-db', ['service/basket']);
    await take([alert('basket', { severity: 'warning' })]);
    expect(notes()).toEqual(['New, warning: HighErrorRate about basket. The cause found accounts for it.']);
    await later();
    expect(started).toHaveLength(1);
  });

  test('the same alert again after it was over: a line, a call, the cause stands', async () => {
    const { take, later, answer, notes, calls, started, groups } = await open();
    await take([alert('basket')]);
    await answer('service/basket');
    await take([alert('basket', {}, 'resolved')]);
    expect(calls).toContain('over');
    expect((await groups.list({}))[0]).toMatchObject({ state: 'quiet', overAt: expect.any(String) });
    await take([alert('basket', {}, 'firing', 5)]);
    expect(notes()).toEqual(['Firing again: HighErrorRate about basket. As before: the cause found stands.']);
    expect(calls.at(-1)).toBe('1 critical');
    await later();
    expect(started).toHaveLength(1);
    expect((await groups.list({}))[0]).not.toHaveProperty('overAt');
  });

  test('another kind of alert about the same, but not of one more pod', async () => {
    const { take, notes } = await open();
    await take([alert('basket', { pod: 'a' })]);
    await take([alert('basket', { pod: 'b' })]);
    expect(notes()).toEqual([]);
    await take([alert('basket', { alertname: 'DiskFull' })]);
    expect(notes()).toHaveLength(1);
  });

  test('what comes and goes once, and of none of its further turns', async () => {
    const { take, notes, board } = await open();
    await take([alert('basket')]);
    for (let turn = 1; turn <= 8; turn += 1) {
      const ended = { ...alert('basket', {}, 'resolved'), endsAt: `2026-03-04T05:0${turn}:00Z` };
      await take([ended]);
      await take([alert('basket', {}, 'firing', turn)]);
    }
    const said = notes();
    expect(said.filter((text) => text.includes('comes and goes'))).toHaveLength(1);
    expect(said.length).toBeLessThan(5);
    expect(board.messages.filter(({ key }) => key.startsWith('resolved')).length).toBeLessThan(5);
  });
});

test('what fires on purpose all the time opens no thread', async () => {
  const { take, board } = await open();
  await take([
    alert('', { alertname: 'Watchdog', severity: 'none' }),
    alert('basket', { alertname: 'InfoInhibitor', severity: 'none' }),
  ]);
  expect(board.threads()).toEqual([]);
});

test('Alertmanager’s own group is one thread; a group without labels joins nothing', async () => {
  const { take, board } = await open();
  const zone = { groupKey: '{}/{}:{zone="a"}', groupLabels: { zone: 'a' } };
  await take([alert('search'), alert('mailer')], zone);
  expect(board.threads()).toHaveLength(1);
  await take([alert('ledger'), alert('payments')], { groupKey: '{}:{}', groupLabels: {} });
  expect(board.threads()).toHaveLength(3);
});

test('one bad alert costs itself only, and odd text is made well-formed', async () => {
  const { post, desk, groups } = await openDesk(database);
  const good = alert('basket');
  const cut = { ...alert('search'), annotations: { summary: `${'a'.repeat(999)}😀` } };
  const nul = { ...alert('ledger', { note: 'a\u0000b', half: '\ud83d' }) };
  expect(await post(['no alert', good, cut, nul, 7])).toBe(3);
  await desk.pass();
  const texts = JSON.stringify(await groups.list({}));
  expect(texts).toContain('basket');
  expect(texts).not.toMatch(/\\u0000|\\ud83d/);
});

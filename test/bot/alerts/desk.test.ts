import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import { createAlertDesk } from '../../../bot/alerts/desk.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { databaseForEach } from '../../support/database-for-each.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { alert, openDesk } from './open-desk.ts';

const CAUSES = ['basket', 'payments', 'search', 'mailer', 'ledger'];
let database: Database;
let url: string;

databaseForEach((...fresh) => {
  [database, url] = fresh;
});

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('alerts of one trouble', () => {
  test('a thousand alerts of five causes in a minute are five threads, and all of it again is nothing more', async () => {
    const { desk, post, board, started, groups } = await openDesk(database);
    const flood = Array.from({ length: 1_000 }, (_, index) => {
      const cause = CAUSES[index % 5]!;
      const names = ['HighErrorRate', 'HighLatency', 'PodNotReady'];
      return alert(cause, {
        alertname: names[index % 3]!,
        pod: `${cause}-${index}`,
        severity: index % 7 ? 'warning' : 'critical',
      });
    });
    for (let from = 0; from < flood.length; from += 50) {
      expect(await post(flood.slice(from, from + 50))).toBe(50);
      if (from % 200 === 0) await desk.pass();
    }
    await desk.pass();
    expect(board.threads()).toHaveLength(5);
    expect(started).toHaveLength(5);
    const [first] = await groups.list({});
    expect(Object.keys(first!.members)).toHaveLength(200);
    expect(new Set(started.map(({ target }) => target?.name))).toEqual(new Set(CAUSES));

    const before = board.messages.length;
    for (let from = 0; from < flood.length; from += 100) expect(await post(flood.slice(from, from + 100))).toBe(0);
    await desk.pass();
    expect(board.messages).toHaveLength(before);
    expect(started).toHaveLength(5);
  });

  test('a flood with recoveries in it, labels in any order and two processes taking and working is five threads', async () => {
    const board = createFakeBoard();
    const second = openDatabase(new Secret(url), { onError: () => undefined });
    const one = await openDesk(database, { board, holder: 'one' });
    const two = await openDesk(second, { board, holder: 'two', investigations: one.deps.investigations });
    const firing = Array.from({ length: 1_000 }, (_, index) =>
      alert(CAUSES[index % 5]!, { pod: `${CAUSES[index % 5]}-${index}`, alertname: `Rule${index % 3}` }),
    );
    const shuffled = <T>(all: readonly T[]) => all.toSorted((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1));
    const turned = (each: ReturnType<typeof alert>) => ({
      ...each,
      labels: Object.fromEntries(shuffled(Object.entries(each.labels))),
    });
    const resolved = firing
      .filter((_, index) => index % 5 > 1)
      .map((each) => ({ ...turned(each), status: 'resolved', endsAt: '2026-03-04T05:01:00Z' }));
    // Each alert comes twice, with its labels in another order the second time; those of two causes never recover.
    const flood = [...shuffled([...firing, ...firing.map(turned)]), ...shuffled(resolved)];
    let taken = 0;
    for (let from = 0; from < flood.length; from += 130) {
      const [some, others] = [flood.slice(from, from + 65), flood.slice(from + 65, from + 130)];
      const counts = await Promise.all([one.post(some), two.post(others), one.post(others), two.post(some)]);
      taken += counts.reduce((sum, count) => sum + count, 0);
      await Promise.all([one.desk.pass(), two.desk.pass()]);
    }
    await Promise.all([one.desk.pass(), two.desk.pass()]);
    expect(taken).toBe(firing.length + resolved.length);
    expect(board.threads()).toHaveLength(5);
    expect(new Set(one.started.map(({ target }) => target?.name))).toEqual(new Set(CAUSES));
    expect(one.started).toHaveLength(5);
    const over = board.messages.filter(({ key }) => key.startsWith('resolved'));
    expect(new Set(over.map(({ scope }) => scope)).size).toBe(3);
    expect(over).toHaveLength(3);
    const before = JSON.stringify(board.messages);
    for (let from = 0; from < flood.length; from += 500) expect(await two.post(flood.slice(from, from + 500))).toBe(0);
    await Promise.all([one.desk.pass(), two.desk.pass()]);
    expect(JSON.stringify(board.messages)).toBe(before);
    await second.close();
  });

  test('what calls each other shares a thread, whatever the texts say; what does not, does not', async () => {
    const { desk, post, board } = await openDesk(database);
    await post([alert('basket'), alert('basket-db'), alert('payments')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
    await post([alert('web')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
  });

  test('what was found comes to the top of the thread, at once and once', async () => {
    const { desk, post, board, started, records } = await openDesk(database, { editEveryMs: 60_000 });
    await post([alert('basket')]);
    await desk.pass();
    const [request] = started;
    const record = { request: request!, startedAt: '' };
    records.set(request!.id, { ...record, status: 'running' });
    await desk.pass();
    expect(board.threads()).toMatchObject([{ edits: 0 }]);
    const best = { component: 'service/basket-db', cause: 'database_locked', confidence: 0.9 };
    const answer = { verdict: 'fault', hypotheses: [{ ...best, summary: '' }] } as never;
    records.set(request!.id, { ...record, status: 'answered', answer });
    for (let repeat = 0; repeat < 3; repeat += 1) await desk.pass();
    expect(board.threads()).toMatchObject([{ edits: 1, notice: { group: { found: { verdict: 'fault', best } } } }]);
  });

  test('resolved alerts are told in the thread once; a late one opens no thread', async () => {
    const { desk, post, board } = await openDesk(database);
    await post([alert('basket'), alert('basket', { pod: 'b' })]);
    await desk.pass();
    await post([alert('basket', {}, 'resolved'), alert('unheard', {}, 'resolved')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(1);
    expect(board.messages.filter(({ key }) => key.startsWith('resolved'))).toHaveLength(0);
    for (let repeat = 0; repeat < 3; repeat += 1) {
      await post([alert('basket', { pod: 'b' }, 'resolved')]);
      await desk.pass();
    }
    expect(board.messages.filter(({ key }) => key.startsWith('resolved'))).toMatchObject([
      { notice: { text: 'All 2 alerts are resolved.' } },
    ]);
  });

  test('nothing is spent on what had stopped: by its source, or by the metrics', async () => {
    const { desk, post, board, started, listed } = await openDesk(database);
    listed.push({ labels: { ...alert('basket').labels, extra: 'x' }, state: 'resolved' });
    await post([alert('basket'), alert('search'), alert('search', {}, 'resolved')]);
    await desk.pass();
    await desk.pass();
    expect(started).toEqual([]);
    expect(board.messages.filter(({ key }) => key === 'not-investigated')).toHaveLength(2);
  });

  test('the metrics that cannot be asked, or know nothing of it, stop no investigation', async () => {
    const { desk, post, started } = await openDesk(database, {
      gateways: {
        connect: () => ({
          call: () => Promise.reject(new SreError('unavailable', 'down')),
          list: async () => [],
          search: async () => [],
          close: async () => undefined,
        }),
      },
    });
    await post([alert('basket')]);
    await desk.pass();
    expect(started).toMatchObject([
      { askedBy: { teamId: 'SYSTEM', slackUserId: 'SREBOT' }, thread: { teamId: 'T1', channel: 'CALERTS' } },
    ]);
  });

  test('a silenced alert opens no thread until the silence ends', async () => {
    const { desk, post, board, silences } = await openDesk(database);
    await silences.add({
      id: 's1',
      teamId: 'T1',
      state: 'active',
      subject: 'service/basket',
      from: '2026-03-04T04:00:00.000Z',
      until: '2026-03-04T06:00:00.000Z',
      by: 'U1',
    });
    await post([alert('basket'), alert('search')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(1);
  });

  test('a silence ended early lets go what still fires, once, tells it where it was set, and works in two processes', async () => {
    const redaction = {
      of: () => ({ redact: async (value: unknown) => String(value).replace('basket', '[redacted]') as never }),
    };
    const one = await openDesk(database, { redaction });
    const { desk, post, board, silences, deps } = one;
    const other = createAlertDesk({ ...deps, holder: 'two' });
    const silence = {
      teamId: 'T1',
      state: 'active' as const,
      from: '2026-03-04T04:00:00.000Z',
      until: '2026-03-04T09:00:00.000Z',
      by: 'U1',
    };
    const place = { channel: 'CSET', threadTs: '1.1' };
    await silences.add({ ...silence, ...place, id: 's1', subject: 'service/basket' });
    await silences.add({ ...silence, id: 's2', subject: 'service/ledger' });
    await post([alert('basket'), alert('basket', { pod: 'b' }), alert('basket', { pod: 'gone' }), alert('ledger')]);
    await desk.pass();
    await post([alert('basket', { pod: 'gone' }, 'resolved')]);
    await desk.pass();
    expect(board.messages).toEqual([]);
    const target = (name: string) => expect.objectContaining({ kind: 'service', name });
    const held = await deps.inbox.held(one.clock.now());
    expect(held).toHaveLength(2);
    expect(held).toEqual(
      expect.arrayContaining([
        { name: 'HighErrorRate', target: target('basket'), count: 2 },
        { name: 'HighErrorRate', target: target('ledger'), count: 1 },
      ]),
    );

    await silences.change('s1', (current) => ({ ...current, state: 'ending', endedBy: 'U2' }));
    board.troubles.push(new SreError('unavailable', 'away'));
    for (let repeat = 0; repeat < 3; repeat += 1) await Promise.all([desk.pass(), other.pass()]);
    expect(board.threads()).toHaveLength(1);
    const [group] = await one.groups.list({});
    expect(Object.values(group!.members).map(({ status }) => status)).toEqual(['firing', 'firing']);
    const text = '<@U2> ended the silence about service/[redacted]. Alerts open threads again.';
    expect(board.messages.filter(({ channel }) => channel === 'CSET')).toMatchObject([
      { ...place, edits: 0, notice: { kind: 'note', text } },
    ]);
    expect(await deps.timeline.of({ teamId: 'T1', ...place })).toMatchObject([{ kind: 'alert', text }]);
    expect(await silences.find('s1')).toMatchObject({ state: 'ended', endedBy: 'U2' });
    expect(await deps.inbox.held(one.clock.now())).toHaveLength(1);
  });

  test('the end of a silence whose place cannot be written to lets its alerts go all the same', async () => {
    const { desk, post, board, silences } = await openDesk(database);
    await silences.add({
      id: 's1',
      teamId: 'T1',
      state: 'ending',
      subject: 'basket',
      from: '2026-03-04T04:00:00.000Z',
      until: '2026-03-04T09:00:00.000Z',
      by: 'U1',
      endedBy: 'U1',
      channel: 'CGONE',
    });
    board.troubles.push(new SreError('not-found', 'no such channel'));
    await post([alert('basket')]);
    await desk.pass();
    expect(board.threads()).toMatchObject([{ channel: 'CALERTS' }]);
    expect(await silences.find('s1')).toMatchObject({ state: 'ended' });
  });

  test('Slack away for a while loses and doubles nothing', async () => {
    const { desk, post, board, started } = await openDesk(database);
    board.troubles.push(new SreError('unavailable', 'away'), new SreError('unavailable', 'away'));
    await post([alert('basket')]);
    await desk.pass();
    await desk.pass();
    expect(board.messages).toEqual([]);
    await desk.pass();
    await desk.pass();
    expect(board.threads()).toHaveLength(1);
    expect(started).toHaveLength(1);
  });

  test('one group that Slack hangs for keeps no other waiting', async () => {
    const board = createFakeBoard();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { promise: others, resolve: othersAreLookedInto } = Promise.withResolvers<void>();
    let hangs = true;
    const { desk, post, started } = await openDesk(database, {
      board: {
        ...board,
        put: async (...given) => {
          const isFirst = hangs;
          hangs = false;
          if (isFirst) await answered;
          const standing = await board.put(...given);
          if (board.threads().length === 2) othersAreLookedInto();
          return standing;
        },
      },
    });
    await post(CAUSES.slice(0, 3).map((cause) => alert(cause)));
    const pass = desk.pass();
    await others;
    answer();
    await pass;
    expect(started).toHaveLength(3);
  });

  test('of two processes one works', async () => {
    const one = await openDesk(database);
    const other = createAlertDesk({ ...one.deps, holder: 'two' });
    await one.desk.pass();
    await one.post([alert('basket')]);
    await other.pass();
    expect(one.board.messages).toEqual([]);
    await one.desk.pass();
    expect(one.board.threads()).toHaveLength(1);
  });
});

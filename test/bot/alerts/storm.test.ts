import { describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../../bot/adapters/postgres/duty-tables.ts';
import { createLeases } from '../../../bot/adapters/postgres/leases.ts';
import { STORM_FROM } from '../../../bot/alerts/storm.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { alertGroupMessage } from '../../../bot/slack/views/alert-group.ts';
import { databaseForEach } from '../../support/database-for-each.ts';
import { createFakeBoard, type FakeBoard } from '../../support/fakes/board.ts';
import { alert, openDesk } from './open-desk.ts';

let database: Database;
let url: string;
databaseForEach((...fresh) => {
  [database, url] = fresh;
});

const SERVICES = 700;
/** Alerts of many services: of the first half a zone is known, the rest lies in two namespaces. */
const flood = (count: number, status = 'firing') =>
  Array.from({ length: count }, (_, index) => {
    const service = index % SERVICES;
    const zone: Record<string, string> = service < SERVICES / 2 ? { zone: 'eu-1b' } : {};
    const namespace = service % 2 ? 'shop' : 'pay';
    const pod = { pod: `svc-${service}-${Math.floor(index / SERVICES)}` };
    return alert(`svc-${service}`, { ...pod, namespace, ...zone }, status);
  });
const told = (board: FakeBoard) => {
  const [message] = board.threads();
  const { notice } = message!;
  if (notice.kind !== 'alert-group') throw new Error('no group');
  return { group: notice.group, text: JSON.stringify(alertGroupMessage(notice.group)) };
};
const later = (clock: { at: Date }, minutes: number) => {
  clock.at = new Date(clock.at.getTime() + minutes * 60_000);
};

describe('a storm', () => {
  test('of 3,000 alerts of 700 services, taken by two processes, is one message that says how many and where', async () => {
    const board = createFakeBoard();
    const second = openDatabase(new Secret(url), { onError: () => undefined });
    const one = await openDesk(database, { board, holder: 'one' });
    const two = await openDesk(second, { board, holder: 'two', investigations: one.deps.investigations });
    const alerts = flood(3_000);
    let taken = 0;
    for (let from = 0; from < alerts.length; from += 600) {
      const [some, others] = [alerts.slice(from, from + 300), alerts.slice(from + 300, from + 600)];
      const counts = await Promise.all([one.post(some), two.post(others)]);
      taken += counts[0] + counts[1];
      await Promise.all([one.desk.pass(), two.desk.pass()]);
      // From the first look on there is one thread, and it is told at once.
      expect(board.threads()).toHaveLength(1);
    }
    later(one.clock, 1);
    later(two.clock, 1);
    await one.desk.pass();
    await two.desk.pass();
    expect(taken).toBe(3_000);
    expect(one.started).toHaveLength(1);
    const { text } = told(board);
    expect(text).toContain('Alert storm: 3,000 alerts of 700 services fire');
    expect(text).toContain('*350* in zone `eu-1b` (1,600 alerts)');
    expect(text).toContain('in namespace `shop`');
    expect(text).toContain('in namespace `pay`');
    await second.close();
  });

  test('ends when nothing fires any more: how long, how many', async () => {
    const { desk, post, board, clock, groups } = await openDesk(database);
    await post(flood(60));
    await desk.pass();
    later(clock, 4);
    await post(flood(60, 'resolved'));
    await desk.pass();
    const notes = board.messages.flatMap(({ notice }) => (notice.kind === 'note' ? [notice.text] : []));
    expect(notes.filter((note) => note.includes('storm is over'))).toEqual([
      'The storm is over: it lasted 1 min, with 60 alerts of 60 services, all resolved.',
    ]);
    expect(told(board).text).toContain('Alert storm over: 60 alerts of 60 services, all resolved');
    expect((await groups.list({}))[0]?.state).toBe('quiet');
  });

  test('takes nothing more once it is calm, and says what still fires; what begins then has a thread of its own', async () => {
    const { desk, post, board, clock } = await openDesk(database);
    await post(flood(60));
    await desk.pass();
    later(clock, 5);
    await post([alert('late-to-it')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(1);
    later(clock, 11);
    await desk.pass();
    const notes = board.messages.flatMap(({ notice }) => (notice.kind === 'note' ? [notice.text] : []));
    expect(notes).toEqual([
      'The storm is over: it lasted 5 min, with 61 alerts of 61 services, 61 of which still fire. What begins from now on opens threads of its own again.',
    ]);
    await post([alert('something-new')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
    await desk.pass();
    expect(board.messages.filter(({ key }) => key.startsWith('calm'))).toHaveLength(1);
  });

  test('leaves threads that stand alone, and takes what comes after them', async () => {
    const { desk, post, board } = await openDesk(database);
    await post([alert('first')]);
    await desk.pass();
    await post(flood(STORM_FROM));
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
    await post([alert('first', { alertname: 'DiskFull' }), alert('another')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
    expect(board.messages.flatMap(({ notice }) => (notice.kind === 'note' ? [notice.text] : []))).toEqual([
      expect.stringContaining('Another alert, critical: DiskFull about first.'),
    ]);
  });

  test('is told while Slack was away for its first message', async () => {
    const board = createFakeBoard();
    const { desk, post } = await openDesk(database, { board });
    board.troubles.push(new Error('Slack is away'), new Error('Slack is away'));
    await post(flood(60));
    await desk.pass();
    expect(board.threads()).toHaveLength(0);
    await desk.pass();
    expect(board.threads()).toHaveLength(1);
  });

  test('is looked into three times at most', async () => {
    const { desk, post, clock, started, records } = await openDesk(database);
    await post(flood(60).map((one) => ({ ...one, labels: { ...one.labels, severity: 'info' } })));
    await desk.pass();
    for (let round = 0; round < 6; round += 1) {
      const severity = round % 2 ? 'critical' : 'warning';
      await post([alert(`more-${round}`, { severity })]);
      await desk.pass();
      later(clock, 6);
      await desk.pass();
      const request = started.at(-1)!;
      records.set(request.id, {
        request,
        startedAt: '',
        status: 'answered',
        answer: { verdict: 'unknown', hypotheses: [] } as never,
      });
    }
    expect(started.length).toBeGreaterThan(0);
    expect(started.length).toBeLessThanOrEqual(3);
  });
});

test('fewer things than a storm have a thread each', async () => {
  const { desk, post, board } = await openDesk(database);
  await post(flood(STORM_FROM - 1));
  await desk.pass();
  expect(board.threads()).toHaveLength(STORM_FROM - 1);
});

describe('a process that was paused and wakes up without its lease', () => {
  /** Takes the lease away, as its end and another process's look do. */
  async function takeOver() {
    const db = database.db.withTables<DutyTables>();
    await db
      .updateTable('leases')
      .set({ until: new Date(0) })
      .execute();
    expect(await createLeases(db).take('alert-desk', 'another', 60)).toMatchObject({ token: '2' });
  }

  test('in the middle of sorting changes nothing: the other one finds the alerts as they were', async () => {
    const { desk, post, groups, deps } = await openDesk(database, {
      // The desk asks for the team after it took alerts from the inbox, before it writes a group.
      teamId: async () => {
        await takeOver();
        return 'T1';
      },
    });
    await post([alert('basket')]);
    await desk.pass();
    expect(await groups.list({})).toEqual([]);
    expect(await deps.inbox.next(10, deps.clock.now())).toHaveLength(1);
    const two = await openDesk(database, { holder: 'another' });
    await two.desk.pass();
    expect(two.board.threads()).toHaveLength(1);
  });

  test('in the middle of telling notes nothing: what it told is not told again, by the key of the message', async () => {
    const board = createFakeBoard();
    const plain = board.put;
    let paused = false;
    const { desk, post, groups, started } = await openDesk(database, {
      board: {
        ...board,
        async put(...args) {
          const message = await plain(...args);
          if (!paused) await takeOver();
          paused = true;
          return message;
        },
      },
    });
    await post([alert('basket')]);
    await desk.pass();
    expect((await groups.list({}))[0]).not.toHaveProperty('threadTs');
    expect(started).toEqual([]);
    const two = await openDesk(database, { board, holder: 'another' });
    await two.desk.pass();
    expect(board.threads()).toHaveLength(1);
    expect(two.started).toHaveLength(1);
  });

  test('is refused by the inbox and by every record, and may look', async () => {
    const { post, groups, deps } = await openDesk(database);
    await post([alert('basket')]);
    const lease = (await deps.leases.take('alert-desk', 'one', 60))!;
    const group = { id: 'g', teamId: 'T1', state: 'open', channel: 'C1' } as never;
    await groups.keep([group], (one) => one, lease);
    await takeOver();
    const [received] = await deps.inbox.next(10, deps.clock.now());
    const ids = [received!.id];
    const refused = { kind: 'cancelled' };
    await expect(groups.keep([group], (one) => one, lease)).rejects.toMatchObject(refused);
    await expect(groups.change('g', (one) => ({ ...one, state: 'closed' }), lease)).rejects.toMatchObject(refused);
    await expect(deps.inbox.done(ids, lease)).rejects.toMatchObject(refused);
    await expect(deps.inbox.hold(ids, '2030-01-01T00:00:00Z', lease)).rejects.toMatchObject(refused);
    await expect(deps.inbox.release(new Date(), lease)).rejects.toMatchObject(refused);
    await expect(deps.inbox.recovered([{ id: '9', fingerprint: 'x' }], lease)).rejects.toMatchObject(refused);
    expect(await deps.inbox.next(10, deps.clock.now())).toHaveLength(1);
    expect((await groups.find('g'))?.state).toBe('open');
  });
});

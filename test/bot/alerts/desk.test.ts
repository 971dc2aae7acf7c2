import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { createAlertInbox, createLeases } from '../../../bot/adapters/postgres/alert-inbox.ts';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../../bot/adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../../../bot/adapters/postgres/record-store.ts';
import { createTimeline } from '../../../bot/adapters/postgres/timeline.ts';
import { type AlertDeskDeps, createAlertDesk } from '../../../bot/alerts/desk.ts';
import { alertRoutes } from '../../../bot/alerts/routes.ts';
import type { AlertGroup } from '../../../bot/domain/alert-group.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import type { Silence } from '../../../bot/domain/silence.ts';
import { DEFAULT_DUTY_SETTINGS } from '../../../bot/duty/settings.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

const CAUSES = ['basket', 'payments', 'search', 'mailer', 'ledger'];
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;
let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
  await database.migrate();
});
afterEach(() => database.close());

async function openDesk(more: Partial<AlertDeskDeps> = {}) {
  const db = database.db.withTables<DutyTables>();
  const board = createFakeBoard();
  const started: InvestigationRequest[] = [];
  const records = new Map<string, InvestigationRecord>();
  const clock = { at: new Date('2026-03-04T05:00:00.000Z'), now: () => clock.at };
  const listed: { labels: Record<string, string>; state: string }[] = [];
  const groups = createRecordStore<AlertGroup>(db, 'alert-group');
  const silences = createRecordStore<Silence>(db, 'silence');
  const settings = { ...DEFAULT_DUTY_SETTINGS, alerts: { ...DEFAULT_DUTY_SETTINGS.alerts, settleSeconds: 0 } };
  const deps: AlertDeskDeps = {
    inbox: createAlertInbox(db),
    leases: createLeases(db),
    groups,
    silences,
    board,
    timeline: createTimeline(db),
    investigations: {
      async start(request) {
        const known = started.some(({ id }) => id === request.id);
        if (!known) started.push(request);
        return { started: !known };
      },
      stop: async () => ({ stopped: true }),
    },
    store: { find: async (id) => records.get(id) },
    gateways: {
      connect: () => ({
        async call(tool) {
          if (tool === 'metrics___get_topology') return { topology: { basket: ['basket-db'], web: ['payments'] } };
          return { items: listed, total: listed.length, truncated: false, searched: { present: true }, asOf: '' };
        },
        list: async () => [],
        search: async () => [],
        close: async () => undefined,
      }),
    },
    systemActor: async () => ({
      teamId: 'SYSTEM',
      slackUserId: 'SREBOT',
      username: 'sre-bot',
      email: '',
      displayName: 'the bot',
      roles: ['viewer'],
    }),
    settings: { current: async () => settings },
    defaultChannel: 'CALERTS',
    teamId: async () => 'T1',
    clock,
    log: quiet,
    holder: 'one',
    editEveryMs: 0,
    ...more,
  };
  const desk = createAlertDesk(deps);
  const server = Fastify();
  await server.register(
    alertRoutes({ desk, secrets: { alertmanager: new Secret('s3cret') }, topicArns: [], clock, log: quiet }),
  );
  async function post(alerts: unknown[]) {
    const answer = await server.inject({
      method: 'POST',
      url: '/alerts/alertmanager',
      headers: { authorization: 'Bearer s3cret', 'content-type': 'application/json' },
      payload: JSON.stringify({ version: '4', alerts }),
    });
    expect(answer.statusCode).toBe(202);
    return (answer.json() as { taken: number }).taken;
  }
  return { desk, post, board, started, records, clock, groups, silences, listed, deps };
}

function alert(service: string, more: Record<string, string> = {}, status = 'firing', minute = 0) {
  const at = `2026-03-04T04:${String(50 + minute).padStart(2, '0')}:00Z`;
  return {
    status,
    labels: { alertname: 'HighErrorRate', severity: 'critical', namespace: 'shop', service, ...more },
    annotations: { summary: `text ${Math.random()}` },
    startsAt: at,
    endsAt: status === 'resolved' ? '2026-03-04T05:01:00Z' : '0001-01-01T00:00:00Z',
  };
}

describe('alerts of one trouble', () => {
  test('a thousand alerts of five causes in a minute are five threads, and all of it again is nothing more', async () => {
    const { desk, post, board, started, groups } = await openDesk();
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
  }, 60_000);

  test('what calls each other shares a thread, whatever the texts say; what does not, does not', async () => {
    const { desk, post, board } = await openDesk();
    await post([alert('basket'), alert('basket-db'), alert('payments')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
    await post([alert('web')]);
    await desk.pass();
    expect(board.threads()).toHaveLength(2);
  });

  test('what was found comes to the top of the thread, at once and once', async () => {
    const { desk, post, board, started, records } = await openDesk({ editEveryMs: 60_000 });
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
    const { desk, post, board } = await openDesk();
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
    const { desk, post, board, started, listed } = await openDesk();
    listed.push({ labels: { ...alert('basket').labels, extra: 'x' }, state: 'resolved' });
    await post([alert('basket'), alert('search'), alert('search', {}, 'resolved')]);
    await desk.pass();
    await desk.pass();
    expect(started).toEqual([]);
    expect(board.messages.filter(({ key }) => key === 'not-investigated')).toHaveLength(2);
  });

  test('the metrics that cannot be asked, or know nothing of it, stop no investigation', async () => {
    const { desk, post, started } = await openDesk({
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
    const { desk, post, board, silences } = await openDesk();
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

  test('Slack away for a while loses and doubles nothing', async () => {
    const { desk, post, board, started } = await openDesk();
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

  test('of two processes one works', async () => {
    const one = await openDesk();
    const other = createAlertDesk({ ...one.deps, holder: 'two' });
    await one.desk.pass();
    await one.post([alert('basket')]);
    await other.pass();
    expect(one.board.messages).toEqual([]);
    await one.desk.pass();
    expect(one.board.threads()).toHaveLength(1);
  });
});

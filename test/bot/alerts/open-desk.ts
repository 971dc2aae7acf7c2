import { expect } from '@jest/globals';
import Fastify from 'fastify';
import { createAlertInbox } from '../../../bot/adapters/postgres/alert-inbox.ts';
import type { Database } from '../../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../../bot/adapters/postgres/duty-tables.ts';
import { createLeases } from '../../../bot/adapters/postgres/leases.ts';
import { createRecordStore } from '../../../bot/adapters/postgres/record-store.ts';
import { createTimeline } from '../../../bot/adapters/postgres/timeline.ts';
import { type AlertDeskDeps, createAlertDesk } from '../../../bot/alerts/desk.ts';
import { alertRoutes } from '../../../bot/alerts/routes.ts';
import type { AlertGroup } from '../../../bot/domain/alert-group.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import type { Silence } from '../../../bot/domain/silence.ts';
import { DEFAULT_DUTY_SETTINGS } from '../../../bot/duty/settings.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import { createFakeBoard, type FakeBoard } from '../../support/fakes/board.ts';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;

/** The desk over a real database, with a board, investigations and a clock that the test moves. */
export async function openDesk(on: Database, more: Partial<AlertDeskDeps> & { board?: FakeBoard } = {}) {
  const db = on.db.withTables<DutyTables>();
  const board = more.board ?? createFakeBoard();
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
  async function post(alerts: unknown[], envelope: object = {}) {
    const answer = await server.inject({
      method: 'POST',
      url: '/alerts/alertmanager',
      headers: { authorization: 'Bearer s3cret', 'content-type': 'application/json' },
      payload: JSON.stringify({ version: '4', ...envelope, alerts }),
    });
    expect(answer.statusCode).toBe(202);
    return (answer.json() as { taken: number }).taken;
  }
  return { desk, post, board, started, records, clock, groups, silences, listed, deps };
}

/** An alert of Alertmanager's, about a service; `minute` moves its start. */
export function alert(service: string, more: Record<string, string> = {}, status = 'firing', minute = 0) {
  const at = `2026-03-04T04:${String(50 + minute).padStart(2, '0')}:00Z`;
  return {
    status,
    labels: { alertname: 'HighErrorRate', severity: 'critical', namespace: 'shop', service, ...more },
    annotations: { summary: `text ${Math.random()}` },
    startsAt: at,
    endsAt: status === 'resolved' ? '2026-03-04T05:01:00Z' : '0001-01-01T00:00:00Z',
  };
}

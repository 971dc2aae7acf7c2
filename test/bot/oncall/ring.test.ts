import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { readPagerDuty } from '../../../bot/alerts/pagerduty.ts';
import type { Page } from '../../../bot/domain/page.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { createRing } from '../../../bot/oncall/ring.ts';
import { createOpsgenieRing } from '../../../bot/oncall/ring-opsgenie.ts';
import { createPagerDutyRing } from '../../../bot/oncall/ring-pagerduty.ts';
import type { PhoneService } from '../../../bot/ports/phone-service.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';

const KEY = 'integration-key-0123456789abcdef';
type Standing = { state: 'triggered' | 'acknowledged' | 'resolved'; summary: string };

/** Both services as their documentation says: what they want, what they answer, how an alert of one key lives. */
function standIn() {
  const server = Fastify();
  const alerts = new Map<string, Standing>();
  const troubles: number[] = [];
  server.addHook('preHandler', async (_request, reply) => {
    const trouble = troubles.shift();
    if (trouble !== undefined) return reply.code(trouble).send({ message: 'no' });
  });
  server.post<{ Body: Record<string, never> & { payload?: Record<string, unknown> } }>(
    '/v2/enqueue',
    async ({ body }, reply) => {
      const { routing_key, event_action, dedup_key, payload } = body as Record<string, string> & typeof body;
      if (routing_key !== KEY)
        return reply.code(400).send({ status: 'invalid event', errors: ['Invalid routing key'] });
      const known = alerts.get(dedup_key!);
      if (event_action === 'trigger') {
        const { summary, source, severity } = payload ?? {};
        const right = typeof summary === 'string' && summary.length <= 1_024 && typeof source === 'string';
        if (!right || !['critical', 'error', 'warning', 'info'].includes(String(severity)))
          return reply.code(400).send({ status: 'invalid event' });
        if (known === undefined || known.state === 'resolved')
          alerts.set(dedup_key!, { state: 'triggered', summary: String(summary) });
      } else if (known !== undefined && known.state !== 'resolved') {
        known.state = event_action === 'resolve' ? 'resolved' : 'acknowledged';
      }
      return reply.code(202).send({ status: 'success', message: 'Event processed', dedup_key });
    },
  );
  const withKey = (given: string | undefined) => given === `GenieKey ${KEY}`;
  const queued = { result: 'Request will be processed', took: 0.1, requestId: '43a29c5c' };
  server.post<{ Body: { alias: string; message: string } }>('/v2/alerts', async ({ body, headers }, reply) => {
    if (!withKey(headers.authorization)) return reply.code(401).send({ message: 'Could not authenticate' });
    if (body.message.length > 130) return reply.code(422).send({ message: 'message is too long' });
    const known = alerts.get(body.alias);
    if (known === undefined || known.state === 'resolved')
      alerts.set(body.alias, { state: 'triggered', summary: body.message });
    return reply.code(202).send(queued);
  });
  server.post<{ Params: { alias: string; deed: string }; Querystring: { identifierType?: string } }>(
    '/v2/alerts/:alias/:deed',
    async ({ params, query, headers }, reply) => {
      if (!withKey(headers.authorization)) return reply.code(401).send({ message: 'Could not authenticate' });
      const known = query.identifierType === 'alias' ? alerts.get(params.alias) : undefined;
      if (known !== undefined) known.state = params.deed === 'close' ? 'resolved' : 'acknowledged';
      return reply.code(202).send(queued);
    },
  );
  return { server, alerts, troubles };
}

let services: ReturnType<typeof standIn>;
let server: FastifyInstance;
let url: string;
beforeEach(async () => {
  services = standIn();
  ({ server } = services);
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

const PAGE: Page = {
  id: 'page-1',
  teamId: 'T1',
  state: 'waiting',
  channel: 'C1',
  threadTs: '1.1',
  service: 'basket',
  reason: `basket is down ${'x'.repeat(2_000)}`,
  severity: 'critical',
  askedBy: 'U1',
  openedAt: '2026-03-04T05:00:00Z',
  calls: [{ at: '2026-03-04T05:00:00Z', level: 0, people: [{ name: 'Ann' }], mentioned: true }],
};
const KINDS: readonly (readonly [string, (key?: string) => PhoneService])[] = [
  ['PagerDuty', (key = KEY) => createPagerDutyRing({ url, routingKey: new Secret(key) })],
  ['Opsgenie', (key = KEY) => createOpsgenieRing({ url, key: new Secret(key) })],
];

/** A ring whose jobs run when they are asked for, again after a failure. */
function open(service: PhoneService) {
  const pages = createFakeRecordStore<Page>();
  const board = createFakeBoard();
  const jobs = new Map<string, string>();
  const ring = createRing({
    service,
    pages,
    board,
    redaction: createRedaction({ emails: false, addresses: 'none' }),
    jobs: { later: async (id, _name, payload) => void (jobs.has(id) || jobs.set(id, payload)) },
  });
  async function become(more: Partial<Page>) {
    if (!(await pages.add({ ...PAGE, ...more }))) await pages.change(PAGE.id, (page) => ({ ...page, ...more }));
    await ring.changed((await pages.find(PAGE.id))!);
  }
  const notes = () => board.messages.flatMap(({ notice }) => (notice.kind === 'note' ? [notice.text] : []));
  return { ring, become, jobs, notes };
}

describe.each(KINDS)('%s', (name, create) => {
  const states = () => Object.fromEntries([...services.alerts].map(([key, { state }]) => [key, state]));

  test('rings once, is told who has it, and that it is over', async () => {
    const { ring, become, jobs } = open(create());
    await become({});
    await ring.bring('page-1');
    await ring.bring('page-1');
    expect(states()).toEqual({ 'page-1': 'triggered' });
    await become({ state: 'acknowledged', owner: 'UANN' });
    await ring.bring('page-1');
    expect(states()).toEqual({ 'page-1': 'acknowledged' });
    await become({ state: 'over' });
    await ring.bring('page-1');
    expect(states()).toEqual({ 'page-1': 'resolved' });
    expect(jobs.size).toBe(3);
  });

  test('rings anew where a call is handed over', async () => {
    const { ring, become } = open(create());
    await become({ state: 'acknowledged', owner: 'UANN' });
    await become({ state: 'waiting', handedOver: 1 });
    await ring.bring('page-1');
    expect(states()).toMatchObject({ 'page-1-1': 'triggered' });
  });

  test('hears no secret', async () => {
    const { ring, become } = open(create());
    await become({ reason: 'basket is down, password=hunter2hunter2 in its log' });
    await ring.bring('page-1');
    expect(services.alerts.get('page-1')?.summary).toMatch(/basket is down, password=\[redacted/);
  });

  test('rings nobody who would not be mentioned', async () => {
    const { become, jobs } = open(create());
    await become({ calls: [{ ...PAGE.calls[0]!, mentioned: false }] });
    expect(jobs.size).toBe(0);
  });

  test.each([503, 429])('that is away (%d) is told in the thread once, and rings when it is back', async (status) => {
    const { ring, become, notes } = open(create());
    await become({});
    services.troubles.push(status, status);
    await expect(ring.bring('page-1')).rejects.toMatchObject({ retryable: true });
    await expect(ring.bring('page-1')).rejects.toMatchObject({ retryable: true });
    expect(notes()).toEqual([`${name} did not take this call, so no phone rings. I try again for an hour.`]);
    await ring.bring('page-1');
    expect(states()).toEqual({ 'page-1': 'triggered' });
  });

  test('that refuses the key is told in words, without the key', async () => {
    const { ring, become, notes } = open(create('another-key-0123456789abcdef'));
    await become({});
    const failed = await ring.bring('page-1').catch((error: Error) => `${error.message} ${String(error.cause)}`);
    expect(notes()).toEqual([expect.stringContaining('whoever runs the bot has to look')]);
    expect(failed).not.toContain('another-key');
  });
});

test('what PagerDuty’s webhook says of a call of ours is no alert', () => {
  const data = { id: 'Q1', incident_key: 'page-1', title: 'basket is down', urgency: 'high' };
  const event = (incident: object) => ({ event: { event_type: 'incident.triggered', data: incident } });
  expect(readPagerDuty(event(data), new Date())).toEqual([]);
  expect(readPagerDuty(event({ ...data, incident_key: 'disk' }), new Date())).toHaveLength(1);
});

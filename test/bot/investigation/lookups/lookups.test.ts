import { expect, test } from '@jest/globals';
import type { Actor } from '../../../../bot/domain/actor.ts';
import { SreError } from '../../../../bot/domain/errors.ts';
import { createLookups } from '../../../../bot/investigation/lookups/index.ts';
import type { RunbookSource } from '../../../../bot/ports/runbook-source.ts';
import type { ToolGateway } from '../../../../bot/ports/tool-gateway.ts';

const actor: Actor = {
  teamId: 'T1',
  slackUserId: 'U1',
  username: 'u1',
  email: '',
  displayName: 'Ann',
  roles: ['viewer'],
};
const page = (items: unknown[], more = {}) => ({
  items,
  total: items.length,
  searched: { what: 'it', present: true },
  ...more,
});

function lookupsOver(call: ToolGateway['call'], deadlineMs?: number, knowledge?: RunbookSource) {
  const asked: { tool: string; args: unknown }[] = [];
  const open = { count: 0 };
  const gateway: ToolGateway = {
    call: (tool, args, options) => {
      asked.push({ tool, args });
      return call(tool, args, options);
    },
    list: async () => [],
    search: async () => [],
    async close() {
      open.count -= 1;
    },
  };
  const lookups = createLookups({
    deadlineMs,
    ...(knowledge && { knowledge }),
    gateways: {
      connect: (who) => {
        expect(who).toBe(actor);
        open.count += 1;
        return gateway;
      },
    },
  });
  return { lookups, asked, open };
}

const shop = { kind: 'service', name: 'shop' } as const;

test('pods of a service are those that carry its name, the troubled first', async () => {
  const pod = (name: string, more = {}) => ({
    name,
    namespace: 'n',
    phase: 'Running',
    readyContainers: 1,
    containers: 1,
    restarts: 0,
    ...more,
  });
  const { lookups, open } = lookupsOver(async () =>
    page([
      pod('shop-1'),
      pod('basket-1', { readyContainers: 0 }),
      pod('shop-2', {
        readyContainers: 0,
        containerStatuses: [{ reason: 'CrashLoopBackOff', lastTerminationReason: 'OOMKilled' }],
      }),
      pod('shop-job', { phase: 'Succeeded', readyContainers: 0, containerStatuses: [{ reason: 'Completed' }] }),
    ]),
  );
  const looked = await lookups.look(actor, 'pods', { target: shop, sinceSeconds: 60 });
  expect(looked).toMatchObject({
    status: 'seen',
    rows: [{ name: 'shop-2', reason: 'CrashLoopBackOff, OOMKilled' }, { name: 'shop-1' }, { name: 'shop-job' }],
  });
  expect(looked.status === 'seen' ? looked.rows[2] : undefined).not.toHaveProperty('reason');
  expect(open.count).toBe(0);
});

test('windows and targets are passed on, and a longer list says so', async () => {
  const { lookups, asked } = lookupsOver(async () =>
    page([{ timestamp: '2026-01-01T00:00:00Z' }], { truncated: true, total: 9 }),
  );
  const looked = await lookups.look(actor, 'changes', { target: shop, sinceSeconds: 600 });
  expect(asked[0]).toEqual({ tool: 'kubernetes___list_changes', args: { since: '600s', service: 'shop', limit: 500 } });
  expect(looked).toMatchObject({ status: 'seen', truncated: 'the first 1 of 9' });
});

test('a source without the signal, a failing one, a broken one and a hanging one are unknown', async () => {
  const query = { sinceSeconds: 60 };
  const none = lookupsOver(async () => page([], { searched: { present: false } }));
  expect(await none.lookups.look(actor, 'logs', query)).toEqual({
    status: 'unknown',
    reason: 'This source holds no logs.',
  });
  const failing = lookupsOver(() => Promise.reject(new SreError('unavailable', 'secret upstream text')));
  expect(await failing.lookups.look(actor, 'events', query)).toEqual({
    status: 'unknown',
    reason: 'It cannot be reached.',
  });
  const broken = lookupsOver(async () => 'nonsense');
  expect(await broken.lookups.look(actor, 'metrics', query)).toMatchObject({ status: 'unknown' });
  const hanging = lookupsOver(() => new Promise(() => undefined), 30);
  expect(await hanging.lookups.look(actor, 'pods', query)).toEqual({
    status: 'unknown',
    reason: 'It took too long to answer.',
  });
  expect(hanging.open.count).toBe(0);
});

test('what the person may not see is refused, not unknown', async () => {
  const { lookups } = lookupsOver(() => Promise.reject(new SreError('forbidden', 'not for viewers')));
  await expect(lookups.look(actor, 'logs', { sinceSeconds: 60 })).rejects.toMatchObject({ kind: 'forbidden' });
});

test('yesterday is the same window a day before, and absent where there was nothing', async () => {
  const end = Date.parse('2026-01-02T12:00:00Z') / 1_000;
  const sketch = [0, 1, 2].map((index) => [end - 60 * index, 10 + index] as const);
  const series = (name: string) => ({
    name,
    labels: { service: 'shop' },
    to: '2026-01-02T12:00:00Z',
    last: 1,
    changes: [],
    sketch,
  });
  const { lookups, asked } = lookupsOver(async (tool, args) =>
    tool.endsWith('summarize_series')
      ? page([series('latency'), series('queue')])
      : page(
          args.name === 'latency'
            ? [
                {
                  points: [
                    [1, 2],
                    [2, 3],
                    [3, 4],
                  ],
                },
              ]
            : [],
        ),
  );
  const looked = await lookups.look(actor, 'yesterday', { target: shop, sinceSeconds: 3_600 });
  expect(looked).toMatchObject({
    rows: [
      { name: 'latency', now: 11, before: 3 },
      { name: 'queue', now: 11 },
    ],
  });
  expect(looked.status === 'seen' ? looked.rows[1] : undefined).not.toHaveProperty('before');
  expect(asked[1]!.args).toMatchObject({
    start: '2026-01-01T11:00:00.000Z',
    end: '2026-01-01T12:00:00.000Z',
    labels: 'service=shop',
  });
});

test('a look for runbooks finds those of a Knowledge Base too, and says when it could not be asked', async () => {
  const own = { id: 'a', title: 'A', score: 0.5, excerpt: 'a' };
  const found = { id: 's3://b/b.md', title: 'B', score: 0.9, excerpt: 'b', knowledgeBase: true };
  const search = async () => ({ matches: [found, { ...found, id: 's3://b/a.md', title: 'a' }] });
  const query = { sinceSeconds: 3_600, words: 'pool' };
  const both = lookupsOver(async () => page([own]), undefined, { search });
  expect(await both.lookups.look(actor, 'runbook', query)).toMatchObject({
    status: 'seen',
    rows: [found, own],
    searched: expect.stringContaining('the Knowledge Base'),
  });
  const away = lookupsOver(async () => page([own]), undefined, {
    search: () => Promise.reject(new SreError('unavailable', 'away')),
  });
  expect(await away.lookups.look(actor, 'runbook', query)).toMatchObject({
    rows: [own],
    searched: expect.stringContaining('knowledge base: It cannot be reached.'),
  });
});

test('rows of a recording say of when they are; rows of now do not', async () => {
  const searchedAt = async (asOf: string) => {
    const { lookups } = lookupsOver(async () => page([], { asOf }));
    const looked = await lookups.look(actor, 'events', { sinceSeconds: 3_600 });
    return looked.status === 'seen' ? looked.searched : looked.reason;
  };
  expect(await searchedAt('2025-11-28T08:00:00Z')).toBe('it; as of 2025-11-28 08:00 UTC');
  expect(await searchedAt(new Date().toISOString())).toBe('it');
});

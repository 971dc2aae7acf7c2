import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Actor } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { ToolGatewayFactory } from '../../../bot/ports/tool-gateway.ts';
import { createServiceDirectory } from '../../../bot/slack/service-directory.ts';
import { waitFor } from '../../support/wait-for.ts';

const actor: Actor = { teamId: 'T', slackUserId: 'U', username: 'u', email: '', displayName: '', roles: ['viewer'] };

const ANSWERS: Record<string, unknown> = {
  kubernetes___list_objects: {
    items: [
      { kind: 'Service', metadata: { name: 'basket', namespace: 'shop' } },
      { kind: 'Node', metadata: { name: 'worker-1' } },
      { kind: 'Service', metadata: {} },
    ],
  },
  logs___list_log_services: { items: [{ service: 'basket' }, { service: 'mailer' }] },
  kubernetes___list_namespaces: { items: [{ name: 'shop' }] },
};

function fakeTools(call: (tool: string, calls: number) => Promise<unknown>) {
  const asked: string[] = [];
  let closed = 0;
  const gateways: ToolGatewayFactory = {
    connect: () => ({
      call: (tool) => {
        asked.push(tool);
        return call(tool, asked.length);
      },
      list: async () => [],
      search: async () => [],
      close: async () => {
        closed += 1;
      },
    }),
  };
  return { gateways, asked, closed: () => closed };
}

const at = (start = 0) => {
  let now = start;
  return { now: () => new Date(now), pass: (ms: number) => (now += ms) };
};

test('services, nodes and namespaces of all sources are listed once each, and the connection is closed', async () => {
  const tools = fakeTools(async (tool) => ANSWERS[tool]);
  const directory = createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) });
  expect(await directory.known(actor, 1_000)).toEqual({
    complete: true,
    targets: [
      { kind: 'service', name: 'basket', namespace: 'shop' },
      { kind: 'node', name: 'worker-1' },
      { kind: 'service', name: 'mailer' },
      { kind: 'namespace', name: 'shop' },
    ],
  });
  expect(tools.closed()).toBe(1);
});

test('the list is kept for a minute; then the old one is served while it is read anew', async () => {
  const clock = at(1e9);
  const tools = fakeTools(async (tool) => ANSWERS[tool]);
  const directory = createServiceDirectory({ gateways: tools.gateways, clock });
  await directory.known(actor, 1_000);
  clock.pass(59_000);
  await directory.known(actor, 1_000);
  expect(tools.asked).toHaveLength(3);
  clock.pass(2_000);
  expect((await directory.known(actor, 1_000)).targets).toHaveLength(4);
  await waitFor(() => tools.asked.length >= 6);
  expect(tools.asked).toHaveLength(6);
});

test('askers that come together read once', async () => {
  const tools = fakeTools(async (tool) => ANSWERS[tool]);
  const directory = createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) });
  await Promise.all(Array.from({ length: 20 }, () => directory.known(actor, 1_000)));
  expect(tools.asked).toHaveLength(3);
});

test('a source that hangs holds nobody up, and its names are there for the next', async () => {
  const gate = Promise.withResolvers<void>();
  const tools = fakeTools(async (tool) => {
    await gate.promise;
    return ANSWERS[tool];
  });
  const directory = createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) });
  expect(await directory.known(actor, 20)).toEqual({ targets: [], complete: false });
  gate.resolve();
  await delay(5);
  expect((await directory.known(actor, 1_000)).complete).toBe(true);
});

test('who has no patience left gets the names of a colleague of the same team, as an incomplete list', async () => {
  let hangs = false;
  const tools = fakeTools((tool) => (hangs ? new Promise(() => undefined) : Promise.resolve(ANSWERS[tool])));
  const directory = createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) });
  await directory.known(actor, 1_000);
  hangs = true;
  const late = await directory.known({ ...actor, username: 'colleague' }, 10);
  expect(late.complete).toBe(false);
  expect(late.targets).toHaveLength(4);
  const stranger = await directory.known({ ...actor, username: 'stranger', teamId: 'T2' }, 10);
  expect(stranger).toEqual({ targets: [], complete: false });
});

test('a source that fails leaves the names of the others, and says the list is not whole', async () => {
  const tools = fakeTools(async (tool) => {
    if (tool.startsWith('logs')) throw new SreError('unavailable', 'down');
    return ANSWERS[tool];
  });
  const known = await createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) }).known(actor, 1_000);
  expect(known.complete).toBe(false);
  expect(known.targets.map(({ name }) => name)).toEqual(['basket', 'worker-1', 'shop']);
});

test.each([null, 'x', {}, { items: null }, { items: [null, 3, { metadata: null }, { kind: 'Service' }] }])(
  'an answer of %j is no names and no failure',
  async (answer) => {
    const tools = fakeTools(async () => answer);
    const known = await createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) }).known(actor, 1_000);
    expect(known.targets.filter(({ kind }) => kind === 'service')).toEqual([]);
  },
);

test('a list that is cut off is not taken for whole', async () => {
  const page = Array.from({ length: 1_000 }, (_, index) => ({ service: `s${index}` }));
  const tools = fakeTools(async (tool) =>
    tool.startsWith('logs') ? { items: page, truncated: true, nextCursor: 'more' } : ANSWERS[tool],
  );
  expect(
    (await createServiceDirectory({ gateways: tools.gateways, clock: at(1e9) }).known(actor, 1_000)).complete,
  ).toBe(false);
});

test('a gateway that cannot be opened never fails the command', async () => {
  const gateways: ToolGatewayFactory = {
    connect: () => {
      throw new SreError('unauthenticated', 'no token');
    },
  };
  expect(await createServiceDirectory({ gateways, clock: at(1e9) }).known(actor, 1_000)).toEqual({
    targets: [],
    complete: false,
  });
});

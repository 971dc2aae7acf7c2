import { expect, test } from '@jest/globals';
import { ACT, createActionDesk } from '../../../bot/actions/action-desk.ts';
import type { ActionPolicy, ProposedAction } from '../../../bot/domain/action.ts';
import type { Actor, Role } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { DEFAULT_DUTY_SETTINGS } from '../../../bot/duty/settings.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';

const REQUEST = { kind: 'rollout-restart', namespace: 'shop', name: 'basket' } as const;
const THREAD = { channel: 'C1', threadTs: '1.1', deliveryId: 'd1' };

function open(policy: Partial<ActionPolicy> = {}) {
  const rules: { actions: ActionPolicy } = {
    actions: {
      allowed: [{ kind: 'rollout-restart', namespaces: ['shop'] }],
      role: 'responder',
      twoPeople: true,
      expiresMinutes: 30,
      ...policy,
    },
  };
  const roles: Record<string, readonly Role[]> = { UANN: ['responder'], UBOB: ['responder'], UVIEW: ['viewer'] };
  const actor = (slackUserId: string): Actor => ({
    teamId: 'T1',
    slackUserId,
    username: slackUserId,
    email: '',
    displayName: slackUserId,
    roles: roles[slackUserId] ?? [],
  });
  const done: string[] = [];
  const told: string[] = [];
  const versions: (string | undefined)[] = [];
  const troubles: Error[] = [];
  const audited: { actor: string; deed: string }[] = [];
  const jobs: { name: string; payload: string; seconds: number }[] = [];
  const ids = new Set<string>();
  const facts = new Set<string>();
  const isNews = (fact: string) => !facts.has(fact) && facts.add(fact) !== undefined;
  const board = createFakeBoard();
  const actions = createFakeRecordStore<ProposedAction>();
  const clock = { at: new Date('2026-03-04T05:00:00.000Z'), now: () => clock.at };
  const desk = createActionDesk({
    port: {
      preview: async () => ({ diff: ['+ x'], effect: 'All pods are replaced.', version: 'v1' }),
      async act(_request, { at, version }) {
        const trouble = troubles.shift();
        if (trouble) throw trouble;
        done.push(at);
        versions.push(version);
        return 'Under way. To watch it: kubectl rollout status';
      },
    },
    actions,
    board,
    // Both keep the same fact once.
    audit: {
      async add({ fact, actor: who = '', details }) {
        if (fact === undefined || isNews(`audit ${fact}`)) audited.push({ actor: who, deed: String(details?.deed) });
      },
    },
    timeline: {
      async add(_thread, fact, { text }) {
        if (isNews(`timeline ${fact}`)) told.push(text);
      },
      of: async () => [],
    },
    settings: { current: async () => ({ ...DEFAULT_DUTY_SETTINGS, ...rules }) },
    jobs: {
      async later(id, name, payload, seconds) {
        if (ids.has(id)) return;
        ids.add(id);
        jobs.push({ name, payload, seconds });
      },
    },
    freshActor: async ({ slackUserId }) => actor(slackUserId),
    clock,
  });
  const acts = async () => {
    for (const { name, payload } of jobs.filter((job) => job.name === ACT)) if (name === ACT) await desk.act(payload);
  };
  return { desk, actor, roles, done, told, versions, troubles, audited, jobs, board, actions, clock, rules, acts };
}

test('off by default: nothing is listed, so nothing can be proposed', async () => {
  const { desk, actor } = open({ allowed: DEFAULT_DUTY_SETTINGS.actions.allowed });
  await expect(desk.propose(actor('UANN'), REQUEST, THREAD)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('proposed with its dry run, approved by another, done once, and audited', async () => {
  const { desk, actor, done, told, versions, audited, board, acts, jobs } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  await desk.propose(actor('UANN'), REQUEST, THREAD);
  expect(board.messages).toHaveLength(1);
  expect(done).toEqual([]);
  await desk.approve(id, actor('UBOB'));
  await desk.approve(id, actor('UBOB'));
  await acts();
  await acts();
  expect(done).toEqual(['2026-03-04T05:00:00.000Z']);
  expect(versions).toEqual(['v1']);
  expect(told.at(-1)).toBe('Restart of shop/basket, done: Under way.');
  expect(jobs.filter(({ name }) => name === ACT)).toHaveLength(1);
  expect(board.messages[0]?.notice).toMatchObject({
    action: { state: 'done', decidedBy: 'UBOB', outcome: 'Under way. To watch it: kubectl rollout status' },
  });
  expect(audited).toEqual([
    { actor: 'UANN', deed: 'proposed' },
    { actor: 'UBOB', deed: 'approved' },
    { actor: 'UBOB', deed: 'done' },
  ]);
});

test('a process that dies after the deed and before the word leaves the word to the next', async () => {
  const { desk, actor, done, audited, board, acts } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  await desk.approve(id, actor('UBOB'));
  board.troubles.push(new SreError('unavailable', 'the process is gone'));
  await expect(acts()).rejects.toMatchObject({ kind: 'unavailable' });
  await acts();
  expect(done).toHaveLength(1);
  expect(board.messages[0]?.notice).toMatchObject({ action: { state: 'done' } });
  expect(audited.map(({ deed }) => deed)).toEqual(['proposed', 'approved', 'done']);
});

test('an approval that is shown late does not hide the end that came meanwhile', async () => {
  const { desk, actor, board, acts } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  const put = board.put;
  board.put = async (place, scope, key, notice) => {
    board.put = put;
    await acts();
    return put(place, scope, key, notice);
  };
  expect((await desk.approve(id, actor('UBOB'))).state).toBe('running');
  expect(board.messages[0]?.notice).toMatchObject({ action: { state: 'done' } });
});

test('two people where policy says so; one where it does not', async () => {
  const two = open();
  const { action: proposed } = await two.desk.propose(two.actor('UANN'), REQUEST, THREAD);
  await expect(two.desk.approve(proposed.id, two.actor('UANN'))).rejects.toMatchObject({ kind: 'forbidden' });
  expect(two.audited.at(-1)).toEqual({ actor: 'UANN', deed: 'approval denied' });
  const one = open({ twoPeople: false });
  const { id } = (await one.desk.propose(one.actor('UANN'), REQUEST, THREAD)).action;
  expect((await one.desk.approve(id, one.actor('UANN'))).state).toBe('running');
});

test('the role is that of the moment: lost before the press, or between the press and the act', async () => {
  const { desk, actor, roles, done, actions, acts } = open();
  const { action: first } = await desk.propose(actor('UANN'), REQUEST, THREAD);
  const bob = actor('UBOB');
  roles.UBOB = ['viewer'];
  await expect(desk.approve(first.id, bob)).rejects.toMatchObject({ kind: 'forbidden' });
  roles.UBOB = ['responder'];
  await desk.approve(first.id, bob);
  roles.UBOB = [];
  await acts();
  expect(done).toEqual([]);
  expect(await actions.find(first.id)).toMatchObject({ state: 'failed' });
});

test('policy is that of the moment too, other teams see nothing, and viewers cannot propose', async () => {
  const { desk, actor, rules } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  await expect(desk.approve(id, { teamId: 'T2', slackUserId: 'UBOB' })).rejects.toMatchObject({ kind: 'not-found' });
  await expect(desk.propose(actor('UVIEW'), REQUEST, THREAD)).rejects.toMatchObject({ kind: 'forbidden' });
  const elsewhere = { ...REQUEST, namespace: 'bank' };
  await expect(desk.propose(actor('UANN'), elsewhere, THREAD)).rejects.toMatchObject({ kind: 'forbidden' });
  rules.actions = { ...rules.actions, allowed: [] };
  await expect(desk.approve(id, actor('UBOB'))).rejects.toMatchObject({ kind: 'forbidden' });
});

test('what nobody approves in time cannot be approved any more', async () => {
  const { desk, actor, clock, jobs, done, acts } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  expect(jobs).toMatchObject([{ seconds: 1_800 }]);
  clock.at = new Date('2026-03-04T05:30:01.000Z');
  await desk.approve(id, actor('UBOB'));
  await acts();
  expect(done).toEqual([]);
  await desk.expire(id);
  expect((await desk.approve(id, actor('UBOB'))).state).toBe('expired');
});

test('a cluster that is away is tried again; one that refuses is said; refusing ends it', async () => {
  const { desk, actor, troubles, done, actions, acts } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  await desk.approve(id, actor('UBOB'));
  troubles.push(new SreError('unavailable', 'away'));
  await expect(acts()).rejects.toMatchObject({ kind: 'unavailable' });
  await acts();
  expect(done).toHaveLength(1);

  const { action: second } = await desk.propose(actor('UANN'), REQUEST, { ...THREAD, deliveryId: 'd2' });
  await desk.approve(second.id, actor('UBOB'));
  troubles.push(new SreError('not-found', 'secret upstream'));
  await acts();
  expect(await actions.find(second.id)).toMatchObject({ state: 'failed', outcome: 'That was not found.' });

  const { action: third } = await desk.propose(actor('UANN'), REQUEST, { ...THREAD, deliveryId: 'd3' });
  expect((await desk.refuse(third.id, actor('UANN'))).state).toBe('refused');
  expect((await desk.approve(third.id, actor('UBOB'))).state).toBe('refused');
});

test('a button that is pressed again shows what it proposed; what was not done gives way to a new proposal', async () => {
  const { desk, actor, acts } = open();
  const press = () => desk.propose(actor('UANN'), REQUEST, { ...THREAD, deliveryId: 'remedy 1', anew: true });
  const first = await press();
  expect(first.isNew).toBe(true);
  expect(await press()).toMatchObject({ isNew: false, action: { id: first.action.id } });
  await desk.refuse(first.action.id, actor('UBOB'));
  const second = await press();
  expect(second.isNew).toBe(true);
  expect(second.action.id).not.toBe(first.action.id);
  await desk.approve(second.action.id, actor('UBOB'));
  await acts();
  expect(await press()).toMatchObject({ isNew: false, action: { id: second.action.id, state: 'done' } });
});

test('only what policy lists can be offered', async () => {
  const { desk, rules } = open();
  expect(await desk.isPossible(REQUEST)).toBe(true);
  expect(await desk.isPossible({ ...REQUEST, namespace: 'bank' })).toBe(false);
  rules.actions = { ...rules.actions, allowed: [] };
  expect(await desk.isPossible(REQUEST)).toBe(false);
});

test('what was done is told by the next try of the job where the first could not tell it, whatever went wrong', async () => {
  const { desk, actor, done, board, acts } = open();
  const { id } = (await desk.propose(actor('UANN'), REQUEST, THREAD)).action;
  await desk.approve(id, actor('UBOB'));
  board.troubles.push(new TypeError('nobody foresaw this'));
  await expect(acts()).rejects.toThrow('nobody foresaw this');
  await acts();
  expect(done).toHaveLength(1);
  expect(board.messages[0]?.notice).toMatchObject({ action: { state: 'done' } });
});

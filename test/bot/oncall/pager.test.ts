import { expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import type { Page } from '../../../bot/domain/page.ts';
import { DEFAULT_DUTY_SETTINGS } from '../../../bot/duty/settings.ts';
import { createPager, type PageRequest } from '../../../bot/oncall/pager.ts';
import { createWhoIsOnCall } from '../../../bot/oncall/who-is-on-call.ts';
import type { DutySettings } from '../../../bot/ports/duty-settings.ts';
import type { OnCallEntry, OnCallSource } from '../../../bot/ports/on-call-source.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';

const REQUEST: PageRequest = {
  id: 'page-1',
  teamId: 'T1',
  channel: 'C1',
  threadTs: '1.1',
  service: 'basket',
  reason: 'basket is down',
  severity: 'critical',
  askedBy: 'SREBOT',
  byHand: false,
};

function open(oncall: Partial<DutySettings['oncall']> = {}) {
  const levels: Record<string, () => Promise<readonly OnCallEntry[]>> = {
    SA: async () => [{ name: 'Ann', email: 'ann@example.com' }],
    SB: async () => [{ name: 'Bob', slackUserId: 'UBOB' }],
  };
  const clock = { at: new Date('2026-03-04T12:00:00.000Z'), now: () => clock.at };
  const source: OnCallSource = { onCall: (group) => levels[group]!() };
  const settings: DutySettings = {
    ...DEFAULT_DUTY_SETTINGS,
    oncall: {
      ...DEFAULT_DUTY_SETTINGS.oncall,
      services: {
        default: [
          { source: 'slack-group', group: 'SA' },
          { source: 'slack-group', group: 'SB' },
        ],
      },
      ...oncall,
    },
  };
  const board = createFakeBoard();
  const pages = createFakeRecordStore<Page>();
  const jobs = new Map<string, { payload: string; seconds: number }>();
  const noted: string[] = [];
  const pager = createPager({
    pages,
    board,
    timeline: { add: async (_thread, _fact, { text }) => void noted.push(text), of: async () => [] },
    whoIsOnCall: createWhoIsOnCall({
      sources: { 'slack-group': source },
      findByEmail: async (email) => (email === 'ann@example.com' ? 'UANN' : undefined),
      clock,
    }),
    settings: { current: async () => settings },
    jobs: { later: async (id, _name, payload, seconds) => void (jobs.has(id) || jobs.set(id, { payload, seconds })) },
    clock,
  });
  return { pager, board, pages, jobs, clock, levels, noted, due: () => [...jobs.values()].at(-1)!.payload };
}

test('one message mentions who is on call; the same delivery again calls nobody', async () => {
  const { pager, board, jobs } = open();
  const page = await pager.page(REQUEST);
  await pager.page(REQUEST);
  expect(page.calls).toMatchObject([{ level: 0, mentioned: true, people: [{ name: 'Ann', slackUserId: 'UANN' }] }]);
  expect(board.messages).toHaveLength(1);
  expect(jobs.size).toBe(1);
  expect([...jobs.values()][0]?.seconds).toBe(600);
});

test('nobody answers: each level is called once, then all once more, and at the end the channel is told', async () => {
  const { pager, board, pages, clock, due } = open();
  const later = () => {
    clock.at = new Date(clock.at.getTime() + 600_000);
    return pager.escalate(due());
  };
  await pager.page(REQUEST);
  const first = due();
  await pager.escalate(first);
  await pager.escalate(first);
  expect((await pages.find('page-1'))?.calls.map(({ level }) => level)).toEqual([0, 1]);
  await later();
  expect(await pages.find('page-1')).toMatchObject({ state: 'waiting', secondRound: true });
  await later();
  expect((await pages.find('page-1'))?.calls.map(({ level }) => level)).toEqual([0, 1, 0, 1]);
  await later();
  expect(await pages.find('page-1')).toMatchObject({ state: 'unanswered' });
  // An edit of a message notifies nobody whom it newly names.
  expect(board.messages.map(({ key, threadTs }) => [key, threadTs])).toEqual([
    ['page', '1.1'],
    ['call-1', '1.1'],
    ['call-2', '1.1'],
    ['call-3', '1.1'],
    ['nobody-answered', undefined],
  ]);
  const loud =
    'Nobody answered: basket is down. <@UANN>, <@UBOB> were called twice. Whoever reads this: please take it.';
  expect(board.messages.at(-1)?.notice).toEqual({ kind: 'note', text: loud });
  expect(board.messages[1]?.notice).toMatchObject({ kind: 'call', index: 1 });
});

test('who hands over is not called for it: the next one is, and that nobody else is there is said', async () => {
  const { pager, board, clock } = open();
  await pager.page(REQUEST);
  await pager.acknowledge('page-1', 'UANN');
  clock.at = new Date('2026-03-04T12:05:00.000Z');
  const handed = await pager.handOver('page-1', 'UANN');
  expect(handed?.calls.slice(1)).toMatchObject([
    { level: 0, people: [], mentioned: false, why: 'Who handed it over is alone on call there.' },
    { level: 1, people: [{ slackUserId: 'UBOB' }], mentioned: true, apart: true },
  ]);
  expect(board.messages.map(({ key }) => key)).toEqual(['page', 'call-2']);
  expect(await pager.acknowledge('page-1', 'UBOB')).toMatchObject({ owner: 'UBOB' });
  expect(board.messages[1]?.notice).toMatchObject({ page: { state: 'acknowledged' } });
});

test('a level that cannot be asked is passed over before anything is shown: one message', async () => {
  const { pager, board, levels } = open();
  levels.SA = () => Promise.reject(new SreError('not-found', 'no such group'));
  const page = await pager.page(REQUEST);
  expect(page.calls).toMatchObject([
    { mentioned: false, why: 'Slack group SA does not exist.' },
    { level: 1, mentioned: true },
  ]);
  expect(page.calls[1]?.apart).toBeUndefined();
  expect(page.calls[1]?.answerBy).toBe('2026-03-04T12:10:00.000Z');
  expect(board.messages).toHaveLength(1);
});

test('who acknowledges ends the escalation; taking over and handing over change the owner', async () => {
  const { pager, pages, due, noted } = open();
  await pager.page(REQUEST);
  expect(await pager.acknowledge('page-1', 'UANN')).toMatchObject({ state: 'acknowledged', owner: 'UANN' });
  expect(await pager.acknowledge('page-1', 'UBOB')).toBeUndefined();
  await pager.escalate(due());
  expect((await pages.find('page-1'))?.calls).toHaveLength(1);
  expect(await pager.takeOver('page-1', 'UBOB')).toMatchObject({ owner: 'UBOB' });
  expect(await pager.takeOver('page-1', 'UBOB')).toBeUndefined();
  const handed = await pager.handOver('page-1', 'UBOB');
  expect(handed).toMatchObject({ state: 'waiting' });
  expect(handed?.owner).toBeUndefined();
  expect(handed?.calls.at(-1)).toMatchObject({ level: 0, mentioned: true });
  expect(noted).toContain('<@UANN> has it.');
  await expect(pager.acknowledge('unknown', 'U1')).rejects.toMatchObject({ kind: 'not-found' });
});

test('what only warns mentions nobody, and neither do quiet hours; a person who asks by hand means it', async () => {
  const warning = open();
  const held = await warning.pager.page({ ...REQUEST, severity: 'warning' });
  expect(held.calls).toMatchObject([{ mentioned: false, why: 'Not mentioned: warning calls nobody.' }]);
  expect(warning.jobs.size).toBe(0);

  const quietHours = { from: '22:00', to: '07:00', timeZone: 'Asia/Tokyo' };
  const night = open({ mentionFrom: 'warning', quietHours });
  night.clock.at = new Date('2026-03-04T13:30:00.000Z');
  const quiet = await night.pager.page({ ...REQUEST, severity: 'warning' });
  expect(quiet.calls).toMatchObject([{ mentioned: false, why: 'Not mentioned: these are quiet hours.' }]);
  expect((await night.pager.page({ ...REQUEST, id: 'p2', severity: 'critical' })).calls[0]?.mentioned).toBe(true);
  const asked = await night.pager.page({ ...REQUEST, id: 'p3', severity: 'warning', byHand: true });
  expect(asked.calls[0]?.mentioned).toBe(true);
  night.clock.at = new Date('2026-03-04T22:00:00.000Z');
  expect((await night.pager.page({ ...REQUEST, id: 'p4', severity: 'warning' })).calls[0]?.mentioned).toBe(true);
});

test('a source that fails, names nobody, or names somebody unknown is said, and the next level is called', async () => {
  for (const [fails, why] of [
    [() => Promise.reject(new SreError('unavailable', 'secret upstream')), 'Slack group: It cannot be reached.'],
    [async () => [], 'Nobody is on call there now (Slack group).'],
    [
      async () => [{ name: 'Stranger', email: 's@example.org' }],
      'I could not mention them: they are not known in Slack.',
    ],
  ] as const) {
    const { pager, levels } = open();
    levels.SA = fails;
    const { calls } = await pager.page(REQUEST);
    expect(calls).toMatchObject([
      { level: 0, mentioned: false, why },
      { level: 1, mentioned: true },
    ]);
  }
});

test('a source that stalls is given up in time', async () => {
  const { pager, levels } = open();
  levels.SA = () => new Promise(() => undefined);
  const { calls } = await pager.page(REQUEST);
  expect(calls[0]).toMatchObject({ mentioned: false, why: 'Slack group: It took too long to answer.' });
  expect(calls[1]?.mentioned).toBe(true);
});

test('with Slack away the call fails and is done by the next delivery', async () => {
  const { pager, board } = open();
  board.troubles.push(new SreError('unavailable', 'away'));
  await expect(pager.page(REQUEST)).rejects.toMatchObject({ kind: 'unavailable' });
  await pager.page(REQUEST);
  expect(board.messages).toHaveLength(1);
});

test('what is over calls nobody any more, tells whom it called, and is over once', async () => {
  const { pager, board, pages, due } = open();
  await pager.page(REQUEST);
  expect(await pager.over('page-1')).toMatchObject({ state: 'over' });
  expect(await pager.over('page-1')).toBeUndefined();
  await pager.escalate(due());
  expect((await pages.find('page-1'))?.calls).toHaveLength(1);
  const text = '<@UANN>: it is over, and nobody is called any more.';
  expect(board.messages.filter(({ key }) => key === 'over')).toMatchObject([{ threadTs: '1.1', notice: { text } }]);
});

test('what quiet hours hold back calls the same level when they end, unless it is over by then', async () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  const { pager, pages, jobs, clock, due } = open({ mentionFrom: 'warning', quietHours });
  clock.at = new Date('2026-03-04T23:30:00.000Z');
  const held = await pager.page({ ...REQUEST, severity: 'warning' });
  expect(held.calls).toMatchObject([{ mentioned: false, heldUntil: '2026-03-05T07:00:00.000Z' }]);
  expect([...jobs.values()]).toMatchObject([{ seconds: 7.5 * 3_600 }]);
  clock.at = new Date('2026-03-05T07:00:00.000Z');
  await pager.escalate(due());
  expect((await pages.find('page-1'))?.calls).toMatchObject([{ mentioned: false }, { level: 0, mentioned: true }]);
});

test('an escalation in quiet hours is held back too: only who asks by hand means it', async () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  const { pager, pages, clock, due } = open({ mentionFrom: 'warning', quietHours });
  clock.at = new Date('2026-03-04T21:55:00.000Z');
  await pager.page({ ...REQUEST, severity: 'warning' });
  clock.at = new Date('2026-03-04T22:05:00.000Z');
  await pager.escalate(due());
  expect((await pages.find('page-1'))?.calls.at(-1)).toMatchObject({ level: 1, mentioned: false });
});

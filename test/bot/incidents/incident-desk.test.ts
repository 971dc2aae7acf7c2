import { expect, test } from '@jest/globals';
import type { Actor } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { Incident } from '../../../bot/domain/incident.ts';
import { createIncidentDesk } from '../../../bot/incidents/incident-desk.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';

const actor = (slackUserId: string): Actor => ({
  teamId: 'T1',
  slackUserId,
  username: slackUserId,
  email: '',
  displayName: slackUserId,
  roles: ['responder'],
});
const DECLARATION = {
  channel: 'C1',
  threadTs: '1.1',
  title: 'Basket <@U666> is down',
  severity: 'sev1',
  ownChannel: false,
  deliveryId: 'd1',
} as const;

function open() {
  const board = createFakeBoard();
  const noted: string[] = [];
  const opened: string[] = [];
  const troubles: Error[] = [];
  const desk = createIncidentDesk({
    incidents: createFakeRecordStore<Incident>(),
    board,
    timeline: { add: async (_thread, _fact, { text }) => void noted.push(text), of: async () => [] },
    async openChannel(name) {
      const trouble = troubles.shift();
      if (trouble) throw trouble;
      opened.push(name);
      return 'COWN';
    },
    clock: { now: () => new Date('2026-03-04T05:00:00.000Z') },
  });
  return { desk, board, noted, opened, troubles };
}

test('declared once for each delivery and once in a thread; who declares commands', async () => {
  const { desk, board, noted } = open();
  const { incident } = await desk.declare(actor('UANN'), DECLARATION);
  expect(incident).toMatchObject({ state: 'open', roles: { commander: 'UANN' }, threadTs: '1.1' });
  await desk.declare(actor('UANN'), DECLARATION);
  const other = await desk.declare(actor('UBOB'), { ...DECLARATION, deliveryId: 'd2' });
  expect(other).toMatchObject({ incident: { id: incident.id }, problem: 'This thread is an incident already.' });
  expect(board.messages).toHaveLength(1);
  expect(noted[0]).not.toContain('<@U666>');
});

test('without a thread its own message opens one', async () => {
  const { desk, board } = open();
  const { threadTs: _, ...rest } = DECLARATION;
  const { incident } = await desk.declare(actor('UANN'), rest);
  expect(incident.threadTs).toBe(board.messages[0]?.ts);
});

test('a channel of its own is opened once; that it cannot be is said and holds nothing up', async () => {
  const { desk, opened, troubles, board } = open();
  const wanted = { ...DECLARATION, ownChannel: true };
  await desk.declare(actor('UANN'), wanted);
  await desk.declare(actor('UANN'), wanted);
  expect(opened).toHaveLength(1);
  expect(opened[0]).toMatch(/^[a-z0-9-]{1,80}$/);
  expect(board.messages.map(({ channel }) => channel)).toEqual(['C1', 'COWN']);
  troubles.push(new SreError('forbidden', 'missing_scope'));
  const { problem, incident } = await desk.declare(actor('UANN'), { ...wanted, threadTs: '2.2', deliveryId: 'd9' });
  expect(problem).toContain('No channel of its own');
  expect(incident.state).toBe('open');
});

test('each role is taken once, the end is said once, and other teams see nothing', async () => {
  const { desk, noted } = open();
  const { incident } = await desk.declare(actor('UANN'), DECLARATION);
  expect(await desk.takeRole(incident.id, 'scribe', actor('UBOB'))).toMatchObject({ roles: { scribe: 'UBOB' } });
  expect(await desk.takeRole(incident.id, 'scribe', actor('UCAR'))).toBeUndefined();
  expect(await desk.resolve(incident.id, actor('UANN'))).toMatchObject({ state: 'resolved' });
  expect(await desk.resolve(incident.id, actor('UANN'))).toBeUndefined();
  expect(noted).toHaveLength(3);
  const foreign = { ...actor('UX'), teamId: 'T2' };
  await expect(desk.resolve(incident.id, foreign)).rejects.toMatchObject({ kind: 'not-found' });
});

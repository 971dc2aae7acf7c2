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
  const invited: string[] = [];
  const troubles: Error[] = [];
  const desk = createIncidentDesk({
    incidents: createFakeRecordStore<Incident>(),
    board,
    timeline: { add: async (_thread, _fact, { text }) => void noted.push(text), of: async () => [] },
    async openChannel({ name }) {
      const trouble = troubles.shift();
      if (trouble) throw trouble;
      opened.push(name);
      return 'COWN';
    },
    invite: async (channel, people) => void invited.push(`${channel} ${people.join()}`),
    clock: { now: () => new Date('2026-03-04T05:00:00.000Z') },
  });
  return { desk, board, noted, opened, invited, troubles };
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
  const { desk, opened, invited, troubles, board } = open();
  const wanted = { ...DECLARATION, ownChannel: true };
  await desk.declare(actor('UANN'), wanted);
  await desk.declare(actor('UANN'), wanted);
  expect(opened).toHaveLength(1);
  expect(opened[0]).toBe('inc-0304-basket-u666-is-down');
  expect(invited).toEqual(['COWN UANN']);
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

test('a long title gives a channel name that ends with a word', async () => {
  const { desk, opened } = open();
  const title = 'Nobody can pay: the café’s card terminals answer with errors since noon';
  await desk.declare(actor('UANN'), { ...DECLARATION, title, ownChannel: true });
  expect(opened).toEqual(['inc-0304-nobody-can-pay-the-cafe-s-card-terminals']);
  await desk.declare(actor('UANN'), {
    ...DECLARATION,
    threadTs: '3.3',
    deliveryId: 'd3',
    title: '支払い',
    ownChannel: true,
  });
  expect(opened[1]).toBe('inc-0304-incident');
});

test('severity, roles and title change while it is open; what matters to all is said, and who comes in is invited', async () => {
  const { desk, board, noted, invited } = open();
  const { incident } = await desk.declare(actor('UANN'), { ...DECLARATION, ownChannel: true });
  const changed = await desk.change(
    incident.id,
    { severity: 'sev3', roles: { commander: 'UBOB', scribe: 'UCAR' } },
    actor('UANN'),
  );
  expect(changed).toMatchObject({ severity: 'sev3', roles: { commander: 'UBOB', scribe: 'UCAR' } });
  const text = '<@UANN> changed the incident: sev3 (was sev1), commander <@UBOB>, scribe <@UCAR>.';
  expect(noted.at(-1)).toBe(text);
  expect(board.messages.filter(({ notice }) => notice.kind === 'note').map(({ channel }) => channel)).toEqual([
    'C1',
    'COWN',
  ]);
  expect(invited.at(-1)).toBe('COWN UBOB,UCAR');
  expect(await desk.change(incident.id, { severity: 'sev3' }, actor('UANN'))).toBeUndefined();
  await desk.change(incident.id, { roles: { scribe: undefined } }, actor('UANN'));
  expect(noted.at(-1)).toContain('no scribe any more');
  await desk.resolve(incident.id, actor('UANN'));
  expect(await desk.change(incident.id, { severity: 'sev1' }, actor('UANN'))).toBeUndefined();
});

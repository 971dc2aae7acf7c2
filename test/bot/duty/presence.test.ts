import { beforeEach, expect, test } from '@jest/globals';
import { createAlertInbox } from '../../../bot/adapters/postgres/alert-inbox.ts';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../../bot/adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../../../bot/adapters/postgres/record-store.ts';
import type { Presence } from '../../../bot/domain/absence.ts';
import type { Alert } from '../../../bot/domain/alert.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { createPresence } from '../../../bot/duty/presence.ts';
import { absenceMessage } from '../../../bot/slack/views/absence.ts';
import { databaseForEach } from '../../support/database-for-each.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import type { TestPostgres } from '../../support/postgres.ts';

let postgres: TestPostgres;
let database: Database;
let url: string;
databaseForEach((...fresh) => {
  [database, url, postgres] = fresh;
});

const warnings: unknown[] = [];
const clock = { at: new Date('2026-03-04T03:12:00Z'), now: () => clock.at };
const at = (time: string) => {
  clock.at = new Date(`2026-03-04T${time}:00Z`);
};
beforeEach(() => at('03:12'));

function open(on: Database = database, board = createFakeBoard()) {
  const db = on.db.withTables<DutyTables>();
  const inbox = createAlertInbox(db);
  const presence = createPresence({
    records: createRecordStore<Presence>(db, 'presence'),
    inbox,
    board,
    teamId: async () => 'T1',
    channel: 'CALERTS',
    clock,
    log: { warn: (fields: object) => void warnings.push(fields) } as never,
  });
  const told = () =>
    board.messages.flatMap(({ notice }) => (notice.kind === 'absence' ? [absenceMessage(notice.absence).text] : []));
  return { presence, board, inbox, told };
}
const began = (fingerprint: string, startsAt: string): Alert => ({
  fingerprint,
  source: 'alertmanager',
  name: 'Down',
  status: 'firing',
  severity: 'critical',
  labels: {},
  summary: '',
  startsAt,
  links: [],
});

test('the first beat ever, and beats that follow each other, tell nothing', async () => {
  const { presence, board } = open();
  for (const time of ['03:12', '03:13', '03:14']) {
    at(time);
    await presence.beat();
  }
  expect(board.messages).toEqual([]);
});

test('a bot that comes back tells from when until when nobody was there, and counts what its sources send late', async () => {
  await open().presence.beat();
  at('03:20');
  const { presence, board, inbox, told } = open();
  await presence.beat();
  expect(told()).toEqual(['I was away for 8 min. No alert that began meanwhile has reached me.']);
  expect(board.messages[0]).toMatchObject({ channel: 'CALERTS' });
  at('03:21');
  await inbox.put(
    [
      began('a', '2026-03-04T03:13:00Z'),
      began('b', '2026-03-04T03:19:00Z'),
      began('before', '2026-03-04T03:10:00Z'),
      began('after', '2026-03-04T03:20:30Z'),
    ],
    clock.at,
  );
  await presence.beat();
  expect(told()).toEqual(['I was away for 8 min. 2 alerts began meanwhile.']);
  at('03:22');
  await presence.beat();
  expect(board.messages[0]?.edits).toBe(1);
});

test('of two bots that come back one message stands; once it is counted, nothing more is told', async () => {
  await open().presence.beat();
  at('03:20');
  const second = openDatabase(new Secret(url), { onError: () => undefined });
  const board = createFakeBoard();
  const [one, two] = [open(database, board), open(second, board)];
  await Promise.all([one.presence.beat(), two.presence.beat()]);
  expect(one.told()).toHaveLength(1);
  for (const time of [
    '03:21',
    '03:22',
    '03:23',
    '03:24',
    '03:25',
    '03:26',
    '03:27',
    '03:28',
    '03:29',
    '03:30',
    '03:31',
  ]) {
    at(time);
    await Promise.all([one.presence.beat(), two.presence.beat()]);
  }
  expect(one.told()).toHaveLength(1);
  const { edits } = board.messages[0]!;
  at('03:32');
  await one.presence.beat();
  expect(board.messages[0]!.edits).toBe(edits);
  await second.close();
});

test('while one bot lives, the other one’s absence is none; a short gap is an update', async () => {
  const { presence, board } = open();
  await presence.beat();
  at('03:13');
  await open().presence.beat();
  at('03:14');
  await presence.beat();
  expect(board.messages).toEqual([]);
});

test('an absence that Slack did not take is told by the next beat', async () => {
  await open().presence.beat();
  at('03:20');
  const { presence, board, told } = open();
  board.troubles.push(new Error('Slack is away'));
  await presence.beat();
  expect([told(), warnings.length]).toEqual([[], 1]);
  await presence.beat();
  expect(told()).toHaveLength(1);
});

test('a database that was away is an absence too: what people typed was not taken', async () => {
  const { presence, told } = open();
  await presence.beat();
  await postgres.crash();
  at('03:14');
  await expect(presence.beat()).rejects.toMatchObject({ name: 'SreError' });
  await postgres.restart();
  at('03:17');
  await presence.beat();
  expect(told()).toEqual(['I was away for 5 min. No alert that began meanwhile has reached me.']);
});

import { setTimeout as delay } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createS3ObjectStore } from '../../../bot/adapters/s3/object-store.ts';
import type { KeptReport } from '../../../bot/domain/document.ts';
import { createReportShelf } from '../../../bot/investigation/report-shelf.ts';
import type { RecordStore } from '../../../bot/ports/record-store.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { createS3 } from '../../../infra/local/s3/server.ts';
import { credentials, region, temporaryFolder } from '../../infra/local/stand-in.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';

const { folder, remove } = temporaryFolder();
let server: Awaited<ReturnType<typeof createS3>>;
let client: S3Client;
beforeAll(async () => {
  server = await createS3({ folder, configBucket: 'reports', ...credentials });
  const endpoint = await server.app.listen({ port: 0, host: '127.0.0.1' });
  client = new S3Client({ region, credentials, endpoint, forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  await server.app.close();
  remove();
});

const redaction = createRedaction({ emails: true, addresses: 'public' });
const kept = createFakeRecordStore<KeptReport>();
const shelf = (store: Pick<RecordStore<KeptReport>, 'add' | 'change' | 'find'> = kept) =>
  createReportShelf(createS3ObjectStore({ client, bucket: 'reports' }), redaction, store);
const secret = `Vb7${'tQ4z'.repeat(4)}`;
const report = {
  kind: 'postmortem' as const,
  investigation: 'T1:Ev/1',
  teamId: 'T1',
  at: '2031-03-04T10:00:00Z',
  markdown: `# What happened\n\npassword=${secret}`,
};

test('a report is kept once, without secrets, and read by a link that expires', async () => {
  const { key } = await shelf().keep(report);
  expect(key).toMatch(/^reports\/postmortem\/2031-03-04\/T1_Ev_1-[0-9a-f]{16}\.md$/);
  expect((await shelf().keep(report)).key).toBe(key);
  const { link = '' } = (await shelf().find('postmortem', 'T1:Ev/1', 'T1', 60)) ?? {};
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('# What happened\n\npassword=[redacted password 1]');
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('60');
  const changed = new URL(link);
  changed.pathname = changed.pathname.replace('postmortem', 'report');
  expect((await fetch(changed)).status).toBe(403);
});

test('the link leads to what was kept last', async () => {
  await shelf().keep({ ...report, investigation: 'inv-2', markdown: 'first' });
  await shelf().keep({ ...report, investigation: 'inv-2', markdown: 'second' });
  const found = await shelf().find('postmortem', 'inv-2', 'T1', 60);
  expect(await (await fetch(found!.link)).text()).toBe('second');
});

test('a link is not read when its time is over', async () => {
  await shelf().keep({ ...report, investigation: 'inv-3', markdown: 'soon gone' });
  const { link = '' } = (await shelf().find('postmortem', 'inv-3', 'T1', 1)) ?? {};
  let status = 200;
  for (let tries = 0; status === 200 && tries < 100; tries += 1) {
    status = (await fetch(link)).status;
    await delay(50);
  }
  expect(status).toBe(403);
});

test.each([
  ['of another kind', ['report', 'T1:Ev/1', 'T1']],
  ['of another team', ['postmortem', 'T1:Ev/1', 'T2']],
  ['that nobody kept', ['postmortem', 'inv-9', 'T1']],
] as const)('there is no link to a report %s', async (_what, [kind, investigation, team]) => {
  await shelf().keep(report);
  expect(await shelf().find(kind, investigation, team, 60)).toBeUndefined();
});

test.each(['duty.yaml', 'reports/postmortem/../../duty.yaml', 'reports/other/x.md', ''])(
  'no link is made to %j, which is no report',
  async (key) => {
    const wrong = { ...kept, find: async (id: string) => ({ id, teamId: 'T1', state: 'kept' as const, key }) };
    await expect(shelf(wrong).find('postmortem', 'x', 'T1', 60)).rejects.toMatchObject({ kind: 'internal' });
  },
);

test('what cannot be kept is an error, and nothing is remembered of it', async () => {
  server.faults.add({ kind: 'fail', count: 10 });
  const lost = { ...report, investigation: 'inv-4' };
  await expect(shelf().keep(lost)).rejects.toMatchObject({ kind: 'unavailable' });
  server.faults.clear();
  expect(await shelf().find('postmortem', 'inv-4', 'T1', 60)).toBeUndefined();
});

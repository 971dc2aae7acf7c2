import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createS3ObjectStore } from '../../../bot/adapters/s3/object-store.ts';
import { createReportShelf } from '../../../bot/investigation/report-shelf.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { createS3 } from '../../../infra/local/s3/server.ts';
import { credentials, region, temporaryFolder } from '../../infra/local/stand-in.ts';

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

const shelf = () =>
  createReportShelf(
    createS3ObjectStore({ client, bucket: 'reports' }),
    createRedaction({ emails: true, addresses: 'public' }),
  );
const secret = `Vb7${'tQ4z'.repeat(4)}`;
const report = {
  kind: 'postmortem' as const,
  investigation: 'T1:Ev/1',
  at: '2031-03-04T10:00:00Z',
  markdown: `# What happened\n\npassword=${secret}`,
};

test('a report is kept once, without secrets, and read by a link that expires', async () => {
  const { key } = await shelf().keep(report);
  expect(key).toMatch(/^reports\/postmortem\/2031-03-04\/T1_Ev_1-[0-9a-f]{16}\.md$/);
  expect((await shelf().keep(report)).key).toBe(key);
  const link = await shelf().link(key, 60);
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('# What happened\n\npassword=[redacted password 1]');
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('60');
  const changed = new URL(link);
  changed.pathname = changed.pathname.replace('postmortem', 'report');
  expect((await fetch(changed)).status).toBe(403);
});

test.each(['duty.yaml', 'reports/postmortem/../../duty.yaml', 'reports/other/x.md', ''])(
  'no link is made to %j, which is no report',
  async (key) => {
    await expect(shelf().link(key, 60)).rejects.toMatchObject({ kind: 'invalid-input' });
  },
);

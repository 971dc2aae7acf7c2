import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import selfsigned from 'selfsigned';
import { createDurableInvestigations } from '../../../../bot/adapters/dbos/investigations.ts';
import { openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { answer, makeUser, type ResourceEvent } from '../../../../infra/aws/database/make-user.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

const USER = 'oncall_bot';
const folder = mkdtempSync(join(tmpdir(), 'iam-'));
const roots = join(folder, 'database-ca.pem');
let postgres: TestPostgres;
let owner: pg.Client;
let ownerUrl: URL;

/** The server lets the user in with the token of the moment, as RDS does; older ones are refused. */
let token = '';
async function newToken(): Promise<void> {
  token = `${ownerUrl.hostname}:${ownerUrl.port}/?Action=connect&DBUser=${USER}&X-Amz-Signature=${crypto.randomUUID()}`;
  await owner.query(`alter role ${USER} password '${token}'`);
}

/** PostgreSQL as Aurora is: TLS by a certificate of an authority of its own, and the role of IAM's users. */
beforeAll(async () => {
  postgres = await startTestPostgres();
  ownerUrl = new URL(await postgres.database());
  owner = new pg.Client({ connectionString: ownerUrl.href });
  await owner.connect();
  const { cert, private: key } = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  writeFileSync(roots, cert);
  const { rows } = await owner.query('show data_directory');
  const directory = String(rows[0].data_directory);
  const { uid, gid } = statSync(directory);
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
    chownSync(join(directory, name), uid, gid);
  }
  await owner.query('alter system set ssl = on');
  await owner.query('select pg_reload_conf()');
  await owner.query('create role rds_iam');
});

afterAll(async () => {
  await owner.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const database = () => ownerUrl.pathname.slice(1);
const address = (host = 'localhost') =>
  new Secret(
    `postgresql://${USER}@${host}:${ownerUrl.port}/${database()}?sslmode=verify-full&sslrootcert=${encodeURIComponent(roots)}`,
  );

/** What the resource tells CloudFormation. */
async function told(event: Partial<ResourceEvent>): Promise<Record<string, string>> {
  let body = '';
  const server = createServer((request, response) => {
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  await answer(
    {
      RequestType: 'Create',
      ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'User',
      ResourceProperties: { User: USER, Database: database() },
      ...event,
    },
    {
      readOwner: async () => ({
        host: '127.0.0.1',
        port: Number(ownerUrl.port),
        username: ownerUrl.username,
        password: ownerUrl.password,
      }),
      ssl: false,
    },
  );
  server.close();
  return JSON.parse(body) as Record<string, string>;
}

test('the deployment makes a user without a password, twice if it has to, and says so', async () => {
  for (const RequestType of ['Create', 'Update'] as const) {
    expect(await told({ RequestType })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: `database-user-${USER}`,
    });
  }
  const { rows } = await owner.query(
    `select rolpassword is null as bare, pg_has_role('${USER}', 'rds_iam', 'member') as iam, rolsuper, rolcreaterole
     from pg_authid where rolname = '${USER}'`,
  );
  expect(rows).toEqual([{ bare: true, iam: true, rolsuper: false, rolcreaterole: false }]);
});

test('what goes wrong is told in PostgreSQL’s words; taking the resource away touches nothing', async () => {
  const wrong = { User: USER, Database: 'nowhere' };
  expect(await told({ ResourceProperties: wrong })).toMatchObject({
    Status: 'FAILED',
    Reason: 'database "nowhere" does not exist',
  });
  expect(await told({ RequestType: 'Delete', ResourceProperties: wrong })).toMatchObject({ Status: 'SUCCESS' });
  await expect(makeUser(owner, 'x; drop role oncall', database())).rejects.toThrow('not plain');
});

test('bot and engine sign in with a token for each connection, and go on when it has expired', async () => {
  await newToken();
  let made = 0;
  const password = async () => {
    made += 1;
    return token;
  };
  const opened = openDatabase(address(), { onError: () => undefined, password });
  await opened.migrate();
  const seen: unknown[] = [];
  const log = (entry: unknown) => void seen.push(entry);
  const investigations = createDurableInvestigations({
    databaseUrl: address(),
    databasePassword: password,
    run: async (steps, request) => {
      await steps.run('step', async () => request.id);
      return 'answered';
    },
    announceEnd: async () => undefined,
    running: async () => [],
    logger: { info: () => undefined, debug: () => undefined, warn: log, error: log },
    sweepMs: 100,
  });
  await investigations.launch();
  const start = (id: string) =>
    investigations.start({
      id,
      question: '',
      sinceSeconds: 60,
      askedBy: { teamId: 'T1', slackUserId: 'U1' },
      thread: { teamId: 'T1', channel: 'C1' },
      askedAt: new Date().toISOString(),
    });
  const ended = async (id: string) => {
    for (;;) {
      const { rows } = await owner.query('select status from dbos.workflow_status where workflow_uuid = $1', [id]);
      if (rows[0]?.status === 'SUCCESS') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  expect(await start('before')).toEqual({ started: true });
  await ended('before');
  const { rows } = await owner.query(
    `select count(*)::int as connections, bool_and(ssl) as encrypted, array_agg(distinct application_name) as names
     from pg_stat_activity join pg_stat_ssl using (pid) where usename = '${USER}'`,
  );
  expect(rows[0]).toMatchObject({ encrypted: true });
  expect(rows[0].names).toEqual(expect.arrayContaining(['sre-bot', 'sre-bot-engine', 'sre-bot-instance']));

  // The token of before lets nobody in any more, and every open connection is cut.
  const before = made;
  await newToken();
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${USER}'`);
  expect(await start('after').catch(() => start('after'))).toEqual({ started: true });
  await ended('after');
  await opened.ping();
  expect(made).toBeGreaterThan(before);

  await investigations.shutdown(1_000);
  await opened.close();
});

test('an expired token, or a server that cannot prove its name, is refused', async () => {
  const stale = token;
  await newToken();
  const expired = openDatabase(address(), { onError: () => undefined, password: async () => stale });
  await expect(expired.ping()).rejects.toMatchObject({ kind: 'unauthenticated' });
  await expired.close();
  let asked = 0;
  const elsewhere = openDatabase(address('127.0.0.1'), {
    onError: () => undefined,
    password: async () => {
      asked += 1;
      return token;
    },
  });
  await expect(elsewhere.ping()).rejects.toMatchObject({ message: 'could not reach the database' });
  // The name is wrong, so the server never sees a token.
  const { rows } = await owner.query(`select count(*)::int as n from pg_stat_activity where usename = '${USER}'`);
  expect([rows[0].n, asked]).toEqual([0, 0]);
  await elsewhere.close();
});

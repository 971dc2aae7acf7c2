import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import pg from 'pg';
import { auditSchemaStatements } from '../../../bot/adapters/postgres/audit-schema.ts';

/** What CloudFormation sends when the resource is made, changed or taken away. */
export interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly User: string; readonly Database: string };
}

/** The user of the cluster's own secret, who may make others. */
export interface Owner {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

export interface MakeUserDeps {
  readonly readOwner: () => Promise<Owner>;
  readonly ssl: pg.ClientConfig['ssl'];
}

const PLAIN = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Makes a user without a password, who signs in by IAM (`rds_iam`) and may make schemas of its own in one database, and
 * beside it the audit, which that user may read and add to but not change. May be run again. Throws what PostgreSQL says.
 */
export async function makeUser(client: Pick<pg.ClientBase, 'query'>, user: string, database: string): Promise<void> {
  for (const name of [user, database]) if (!PLAIN.test(name)) throw new Error('A name is not plain.');
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [user]);
  if (rowCount === 0) await client.query(`create role ${user} login`);
  await client.query(`grant rds_iam to ${user}`);
  await client.query(`grant connect, create, temporary on database ${database} to ${user}`);
  await client.query('begin');
  for (const statement of auditSchemaStatements(user)) await client.query(statement);
  await client.query('commit');
}

/** Does what CloudFormation asks and tells it the outcome. Taking the resource away leaves the user, who owns tables. */
export async function answer(event: ResourceEvent, deps: MakeUserDeps): Promise<void> {
  const { User, Database } = event.ResourceProperties;
  const outcome = await (event.RequestType === 'Delete' ? Promise.resolve() : prepare(User, Database, deps)).then(
    () => ({ Status: 'SUCCESS' }),
    // PostgreSQL's own words name users and databases, never a password.
    (error: Error) => ({ Status: 'FAILED', Reason: error.message.slice(0, 500) }),
  );
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = `database-user-${User}` } = event;
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    // The address is signed for a body without a type.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId, PhysicalResourceId }),
  });
  if (!response.ok) throw new Error(`CloudFormation answered ${response.status}`);
}

async function prepare(user: string, database: string, { readOwner, ssl }: MakeUserDeps): Promise<void> {
  const { host, port, username, password } = await readOwner();
  const config = { host, port, user: username, password, database, ssl, connectionTimeoutMillis: 20_000 };
  const client = new pg.Client(config);
  await client.connect();
  try {
    await makeUser(client, user, database);
  } finally {
    await client.end();
  }
}

/** The Lambda function. Its environment names the secret of the owner; AWS's roots come by NODE_EXTRA_CA_CERTS. */
export const handler = (event: ResourceEvent): Promise<void> =>
  answer(event, {
    async readOwner() {
      const client = new SecretsManagerClient();
      const found = await client.send(new GetSecretValueCommand({ SecretId: process.env.OWNER_SECRET }));
      return JSON.parse(found.SecretString ?? '{}') as Owner;
    },
    ssl: true,
  });

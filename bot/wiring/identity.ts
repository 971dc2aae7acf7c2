import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { awsClientOptions } from '../adapters/aws-client.ts';
import { createCognitoIdentity } from '../adapters/cognito/identity.ts';
import { createLogin } from '../adapters/cognito/login.ts';
import type { Database } from '../adapters/postgres/database.ts';
import type { DutyTables } from '../adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../adapters/postgres/record-store.ts';
import type { Config } from '../config.ts';
import type { LoginGrant, PendingLogin } from '../domain/login.ts';
import type { Audit } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';
import type { Login } from '../ports/login.ts';
import type { People } from '../ports/people.ts';
import { loginRoutes } from '../server/login-routes.ts';

export interface ComposedIdentity {
  readonly identity: Identity;
  /** Both absent where nobody has to sign in by themselves. */
  readonly login?: Login;
  readonly routes?: FastifyPluginAsync;
}

/** Builds who people are to AWS: by Slack's word or, where the sign-in page is set up, by their own consent. */
export function composeIdentity(parts: {
  readonly config: Pick<Config, 'awsRegion' | 'cognito' | 'access' | 'login'>;
  readonly database: Pick<Database, 'db'>;
  readonly people: People;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Logger;
}): ComposedIdentity {
  const { config, people, audit, clock, log } = parts;
  const client = new CognitoIdentityProviderClient(awsClientOptions(config.awsRegion));
  const pool = { client, ...config.cognito, ...config.access, clock };
  if (config.login === undefined) return { identity: createCognitoIdentity(pool, undefined, audit) };
  const db = parts.database.db.withTables<DutyTables>();
  const login = createLogin({
    pool,
    signIn: config.login,
    logins: createRecordStore<PendingLogin>(db, 'login'),
    grants: createRecordStore<LoginGrant>(db, 'login-grant'),
    people,
    audit,
    onTrouble: (error) => log.warn({ err: error, kind: error.kind }, 'a sign-in went wrong'),
  });
  return { identity: createCognitoIdentity(pool, login, audit), login, routes: loginRoutes(login) };
}

import { Signer } from '@aws-sdk/rds-signer';
import type { Secret } from '../../domain/secret.ts';
import { fromAws } from '../aws-errors.ts';
import type { PasswordSource } from './connection.ts';

type Credentials = NonNullable<ConstructorParameters<typeof Signer>[0]['credentials']>;

export interface RdsTokensOptions {
  /** `postgresql://user@host:port/database`, with the user that IAM lets in. */
  readonly url: Secret;
  readonly region: string;
  /** Absent: those of the process, as the AWS SDK finds them. */
  readonly credentials?: Credentials;
}

/**
 * Tokens by which RDS and Aurora let an IAM identity in (`rds-db:connect`): each is good for fifteen minutes, and a
 * connection needs one only while it is made. Signing asks nobody but whoever gives out the credentials; where those
 * cannot be had it throws SreError.
 */
export function createRdsTokens({ url, region, credentials }: RdsTokensOptions): PasswordSource {
  const { hostname, port, username } = new URL(url.reveal());
  const signer = new Signer({
    hostname,
    port: Number(port || '5432'),
    username: decodeURIComponent(username),
    region,
    ...(credentials && { credentials }),
  });
  return async () => {
    try {
      return await signer.getAuthToken();
    } catch (thrown) {
      throw fromAws(thrown, 'sign in to the database');
    }
  };
}

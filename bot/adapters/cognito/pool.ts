import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Role } from '../../domain/actor.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Clock } from '../../ports/clock.ts';

/** The user pool, and who may enter it. */
export interface CognitoPool {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Shared with the pool's challenge triggers only. */
  readonly challengeSecret: Secret;
  /** Lower case. People of these domains get a user at their first request; empty: nobody does. */
  readonly allowedEmailDomains: readonly string[];
  /** The group of a user made at the first request. */
  readonly defaultRole: Role;
  readonly clock: Clock;
}

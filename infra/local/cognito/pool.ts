import { AwsError } from '../aws-json.ts';
import { CUSTOM_ATTRIBUTES, type Input, text } from './input.ts';
import type { PoolStore } from './state.ts';

/** The calls that describe the pool and its one client. `lifetime` is that of an access token, in seconds. */
export function poolOperations(
  store: PoolStore,
  lifetime: number,
  callbackUrls: readonly string[],
): Record<string, (input: Input) => unknown> {
  const { state } = store;
  return {
    DescribeUserPool: () => ({
      UserPool: {
        Id: state.poolId,
        Name: 'oncall',
        Status: 'Enabled',
        CreationDate: state.createdAt,
        LastModifiedDate: state.createdAt,
        EstimatedNumberOfUsers: Object.keys(state.users).length,
        MfaConfiguration: 'OFF',
        UsernameConfiguration: { CaseSensitive: false },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        SchemaAttributes: CUSTOM_ATTRIBUTES.map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true })),
      },
    }),
    DescribeUserPoolClient: (input) => {
      if (text(input, 'ClientId') !== state.clientId) {
        throw new AwsError('ResourceNotFoundException', `User pool client ${String(input.ClientId)} does not exist.`);
      }
      return {
        UserPoolClient: {
          UserPoolId: state.poolId,
          ClientId: state.clientId,
          ClientName: 'oncall-bot',
          CreationDate: state.createdAt,
          LastModifiedDate: state.createdAt,
          ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['openid', 'email'],
          CallbackURLs: callbackUrls,
          PreventUserExistenceErrors: 'ENABLED',
          EnableTokenRevocation: true,
          AccessTokenValidity: lifetime,
          TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'days' },
          RefreshTokenValidity: 30,
        },
      };
    },
  };
}

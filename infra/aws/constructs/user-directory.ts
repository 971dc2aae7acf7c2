import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { BundledFunction } from './bundled-function.ts';

export interface UserDirectoryProps {
  readonly name: string;
  /** The bot's own domain, to which the hosted sign-in comes back. */
  readonly domain: string;
  readonly challengeSecret: secretsmanager.ISecret;
}

/** From least to most. */
const ROLES = ['viewer', 'responder', 'admin'] as const;

/** The Cognito user pool: a user for each Slack user, groups as roles, and sign-in by the bot's signed answer. */
export class UserDirectory extends Construct {
  readonly pool: cognito.UserPool;
  readonly client: cognito.UserPoolClient;

  constructor(scope: Construct, id: string, props: UserDirectoryProps) {
    super(scope, id);
    const trigger = (name: string, file: string, environment = {}) =>
      new BundledFunction(this, name, {
        description: `Cognito trigger ${file}`,
        entry: join(import.meta.dirname, '..', 'triggers', `${file}.ts`),
        environment,
      }).function;
    this.pool = new cognito.UserPool(this, 'Pool', {
      userPoolName: props.name,
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      customThreatProtectionMode: cognito.CustomThreatProtectionMode.AUDIT_ONLY,
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      customAttributes: {
        slack_team_id: new cognito.StringAttribute({ mutable: false, minLen: 1, maxLen: 64 }),
        slack_user_id: new cognito.StringAttribute({ mutable: false, minLen: 1, maxLen: 64 }),
      },
      passwordPolicy: {
        minLength: 20,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.NONE,
      lambdaTriggers: {
        defineAuthChallenge: trigger('DefineAuthChallenge', 'define-auth-challenge'),
        createAuthChallenge: trigger('CreateAuthChallenge', 'create-auth-challenge'),
        verifyAuthChallengeResponse: trigger('VerifyAuthChallenge', 'verify-auth-challenge', {
          COGNITO_CHALLENGE_SECRET: props.challengeSecret.secretValue.unsafeUnwrap(),
        }),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    ROLES.forEach((groupName, index) => {
      this.pool.addGroup(groupName, { groupName, precedence: ROLES.length - 1 - index });
    });
    this.client = this.pool.addClient('Bot', {
      authFlows: { custom: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL],
        callbackUrls: [`https://${props.domain}/login/callback`],
        logoutUrls: [`https://${props.domain}/`],
      },
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(60),
      idTokenValidity: Duration.minutes(60),
      refreshTokenValidity: Duration.days(1),
      // Only the bot writes who a user is, with its own AWS identity.
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ locale: true }),
    });
    this.pool.addDomain('Domain', {
      // One prefix is for one pool in a region of all of AWS.
      cognitoDomain: { domainPrefix: `${props.name}-${Stack.of(this).account}` },
    });
    acknowledge(this.pool, {
      COG2: 'People sign in through Slack, whose own second factor holds; the bot answers a signed challenge.',
      COG8: 'The pool is on the Plus plan; the rule reads a property that the plan replaced.',
    });
  }

  /** To sign in as people who are known already, and nothing more. */
  grantSignIn(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      resourceArns: [this.pool.userPoolArn],
      actions: ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminRespondToAuthChallenge'],
    });
  }

  /** What the bot calls, and nothing that deletes. */
  grantBot(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      resourceArns: [this.pool.userPoolArn],
      actions: [
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminSetUserPassword',
        'cognito-idp:AdminAddUserToGroup',
        'cognito-idp:AdminListGroupsForUser',
        'cognito-idp:AdminInitiateAuth',
        'cognito-idp:AdminRespondToAuthChallenge',
        'cognito-idp:AdminUserGlobalSignOut',
      ],
    });
  }
}

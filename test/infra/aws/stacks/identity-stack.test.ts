import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { LOGIN_CALLBACK } from '../../../../bot/server/login-routes.ts';
import { CUSTOM_ATTRIBUTES } from '../../../../infra/local/cognito/input.ts';
import { resources, synthesize } from '../synthesis.ts';

test('the pool takes no sign-up, knows the Slack ids, protects against threats, and is kept', () => {
  const { identity } = synthesize();
  identity.hasResource('AWS::Cognito::UserPool', {
    DeletionPolicy: 'Retain',
    Properties: {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    },
  });
  const [, pool] = resources(identity, 'AWS::Cognito::UserPool')[0]!;
  const names = (pool.Schema as { Name: string; Mutable: boolean }[]).filter((attribute) => !attribute.Mutable);
  // The stand-in that runs locally knows the same ones.
  expect(names.map((attribute) => `custom:${attribute.Name}`).sort()).toEqual([...CUSTOM_ATTRIBUTES].sort());
});

test('the three triggers are attached, traced, and may write logs of their own only', () => {
  const { identity } = synthesize();
  identity.hasResourceProperties('AWS::Cognito::UserPool', {
    LambdaConfig: {
      DefineAuthChallenge: Match.anyValue(),
      CreateAuthChallenge: Match.anyValue(),
      VerifyAuthChallengeResponse: Match.anyValue(),
    },
  });
  identity.allResourcesProperties('AWS::Lambda::Function', {
    TracingConfig: { Mode: 'Active' },
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
  });
  const functions = resources(identity, 'AWS::Lambda::Function');
  expect(functions).toHaveLength(3);
  const withSecret = functions.filter(([, found]) => JSON.stringify(found).includes('COGNITO_CHALLENGE_SECRET'));
  expect(withSecret.map(([id]) => id)).toEqual([expect.stringContaining('VerifyAuthChallenge')]);
  expect(JSON.stringify(withSecret)).toContain('{{resolve:secretsmanager:');
});

test('groups are the roles, the one with most rights first', () => {
  const groups = resources(synthesize().identity, 'AWS::Cognito::UserPoolGroup').map(([, group]) => [
    group.GroupName,
    group.Precedence,
  ]);
  expect(Object.fromEntries(groups)).toEqual({ admin: 0, responder: 1, viewer: 2 });
});

test('the client signs in by the custom challenge, or by the hosted page with a code', () => {
  const { identity } = synthesize();
  identity.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    GenerateSecret: false,
    // Where the bot takes people back, and what its requests ask for.
    CallbackURLs: [`https://oncall.example.com${LOGIN_CALLBACK}`],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
  });
  identity.resourceCountIs('AWS::Cognito::UserPoolDomain', 1);
});

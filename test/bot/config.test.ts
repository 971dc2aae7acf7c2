import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { readConfig, readRuntimeConfig } from '../../bot/config.ts';
import { SreError } from '../../bot/domain/errors.ts';

const COMPLETE = {
  SLACK_BOT_TOKEN: 'xoxb-made-up',
  SLACK_SIGNING_SECRET: 'signing-made-up',
  GATEWAY_URL: 'http://127.0.0.1:8020/mcp',
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_local',
  COGNITO_CLIENT_ID: 'client',
  COGNITO_CHALLENGE_SECRET: 'challenge-made-up',
  MEMORY_ID: 'memory-1',
  CONFIG_BUCKET: 'config',
  DATABASE_URL: 'postgresql://someone:password-made-up@127.0.0.1:8025/db',
};

test('a complete environment gives a frozen configuration with defaults', () => {
  const config = readConfig(COMPLETE);
  expect(config.host).toBe('127.0.0.1');
  expect(config.port).toBe(3443);
  expect(config.tls).toBeUndefined();
  expect(config.slack.apiUrl).toBe('https://slack.com/api/');
  expect(config.slack.botToken.reveal()).toBe('xoxb-made-up');
  expect(config.access).toEqual({ allowedEmailDomains: [], defaultRole: 'viewer' });
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.access)).toBe(true);
});

test('every problem is reported at once and in words', () => {
  let problem = '';
  try {
    readConfig({
      ...COMPLETE,
      SLACK_BOT_TOKEN: '',
      PORT: '99999',
      GATEWAY_URL: 'ftp://somewhere',
      LOG_LEVEL: 'loud',
      DEFAULT_ROLE: 'admin',
      ALLOWED_EMAIL_DOMAINS: 'example.com, not a domain',
      TLS_CERT_FILE: '/a/cert.pem',
    });
  } catch (error) {
    expect(error).toBeInstanceOf(SreError);
    expect((error as SreError).kind).toBe('invalid-input');
    problem = (error as SreError).message;
  }
  expect(problem).toContain('SLACK_BOT_TOKEN is missing');
  expect(problem).toContain('PORT is not a port');
  expect(problem).toContain('GATEWAY_URL is not an address that begins with https:// or http://');
  expect(problem).toContain('LOG_LEVEL is not one of');
  expect(problem).toContain('DEFAULT_ROLE is not one of viewer, responder');
  expect(problem).toContain('ALLOWED_EMAIL_DOMAINS is not a comma-separated list');
  expect(problem).toContain('TLS_KEY_FILE is missing: a certificate and its key come together');
});

test('no secret is printed, neither by the configuration nor by a complaint about it', () => {
  const config = readConfig(COMPLETE);
  const printed = `${inspect(config, { depth: 9 })} ${JSON.stringify(config)}`;
  for (const value of ['xoxb-made-up', 'signing-made-up', 'challenge-made-up', 'password-made-up']) {
    expect(printed).not.toContain(value);
  }
  const wrong = () => readConfig({ ...COMPLETE, DATABASE_URL: 'mysql://u:password-made-up@h/d' });
  expect(wrong).toThrow('DATABASE_URL is not an address');
  expect(wrong).not.toThrow('password-made-up');
});

test('sign-in to the database by IAM is a setting, and goes to a server only that proves itself', () => {
  expect(readConfig(COMPLETE).databaseIam).toBe(false);
  const address = 'postgresql://oncall_bot@db.internal:5432/oncall?sslmode=verify-full&sslrootcert=/etc/roots.pem';
  const iam = (DATABASE_URL: string) => readConfig({ ...COMPLETE, DATABASE_IAM: 'yes', DATABASE_URL });
  expect(iam(address).databaseIam).toBe(true);
  expect(() => iam(address.replace('oncall_bot', 'oncall_bot:made-up'))).toThrow('DATABASE_URL holds a password');
  expect(() => iam(address.replace('oncall_bot@', ''))).toThrow('DATABASE_URL names no user');
  for (const weak of ['require', 'no-verify', 'disable']) {
    expect(() => iam(address.replace('verify-full', weak))).toThrow('lacks sslmode=verify-full');
  }
});

test('metrics have a port of their own where one is given', () => {
  expect(readConfig(COMPLETE).operations).toBeUndefined();
  expect(readConfig({ ...COMPLETE, OPERATIONS_PORT: '9464' }).operations).toEqual({ host: '127.0.0.1', port: 9464 });
  expect(() => readConfig({ ...COMPLETE, OPERATIONS_PORT: 'http' })).toThrow('OPERATIONS_PORT is not a port');
});

test('domains are read as a list, in lower case', () => {
  const config = readConfig({
    ...COMPLETE,
    ALLOWED_EMAIL_DOMAINS: 'Example.com, example.org ',
    DEFAULT_ROLE: 'responder',
  });
  expect(config.access).toEqual({ allowedEmailDomains: ['example.com', 'example.org'], defaultRole: 'responder' });
});

test('an app-level token switches Socket Mode on, and another kind of token is refused', () => {
  expect(readConfig(COMPLETE).slack.appToken).toBeUndefined();
  const config = readConfig({ ...COMPLETE, SLACK_APP_TOKEN: 'xapp-made-up' });
  expect(config.slack.appToken?.reveal()).toBe('xapp-made-up');
  expect(() => readConfig({ ...COMPLETE, SLACK_APP_TOKEN: 'xoxb-made-up' })).toThrow(
    'SLACK_APP_TOKEN is not an app-level',
  );
});

test('a Knowledge Base is a setting; a rerank model without one is none', () => {
  const ARN = 'arn:aws:bedrock:eu-west-1::foundation-model/vendor.rerank-v1:0';
  expect(readConfig(COMPLETE).knowledgeBase).toBeUndefined();
  expect(readConfig({ ...COMPLETE, KNOWLEDGE_BASE_ID: 'KB12345678' }).knowledgeBase).toEqual({
    knowledgeBaseId: 'KB12345678',
  });
  const both = { ...COMPLETE, KNOWLEDGE_BASE_ID: 'KB12345678', RERANK_MODEL_ARN: ARN };
  expect(readConfig(both).knowledgeBase).toEqual({ knowledgeBaseId: 'KB12345678', rerankModelArn: ARN });
  expect(readRuntimeConfig(both).knowledgeBase).toEqual({ knowledgeBaseId: 'KB12345678', rerankModelArn: ARN });
  expect(() => readConfig({ ...COMPLETE, RERANK_MODEL_ARN: ARN })).toThrow('KNOWLEDGE_BASE_ID is missing');
  expect(() => readConfig({ ...both, RERANK_MODEL_ARN: 'vendor.rerank' })).toThrow('is not the ARN of a model');
  expect(() => readConfig({ ...both, KNOWLEDGE_BASE_ID: 'no id' })).toThrow('is not the id of a Knowledge Base');
});

const LOGIN = {
  COGNITO_LOGIN_URL: 'https://oncall.auth.eu-west-1.amazoncognito.com/',
  COGNITO_LOGIN_CALLBACK_URL: 'https://bot.example.com/login/callback',
};

test('signing in by oneself is off until the page and the way back are named', () => {
  expect(readConfig(COMPLETE).login).toBeUndefined();
  expect(readConfig({ ...COMPLETE, ...LOGIN }).login).toEqual({
    url: 'https://oncall.auth.eu-west-1.amazoncognito.com',
    callbackUrl: 'https://bot.example.com/login/callback',
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_local',
  });
  const own = { ...LOGIN, COGNITO_ISSUER: 'http://127.0.0.1:8021/pool' };
  expect(readConfig({ ...COMPLETE, ...own }).login?.issuer).toBe('http://127.0.0.1:8021/pool');
});

test.each([
  [{ COGNITO_LOGIN_URL: LOGIN.COGNITO_LOGIN_URL }, 'COGNITO_LOGIN_CALLBACK_URL is missing'],
  [{ COGNITO_LOGIN_CALLBACK_URL: LOGIN.COGNITO_LOGIN_CALLBACK_URL }, 'COGNITO_LOGIN_URL is missing'],
  [{ ...LOGIN, COGNITO_LOGIN_CALLBACK_URL: 'https://bot.example.com/' }, 'does not end in /login/callback'],
])('a sign-in that is set up by half is a problem: %#', (more, problem) => {
  expect(() => readConfig({ ...COMPLETE, ...more })).toThrow(problem);
});

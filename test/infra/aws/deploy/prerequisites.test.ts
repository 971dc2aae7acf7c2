import { expect, test } from '@jest/globals';
import { type CallAws, checkPrerequisites } from '../../../../infra/aws/deploy/prerequisites.ts';
import { readOptions } from '../../../../infra/aws/options.ts';

const options = readOptions(
  (key) =>
    ({
      'oncall:domain': 'oncall.example.com',
      'oncall:hostedZoneId': 'Z0123456789ABC',
      'oncall:hostedZoneName': 'example.com',
      'oncall:modelIds': 'amazon.nova-pro-v1:0',
    })[key],
);

const GOOD: Readonly<Record<string, unknown>> = {
  'sts get-caller-identity': { Account: '111122223333' },
  'bedrock-agentcore-control list-gateways': { items: [] },
  'ssm get-parameter': { Parameter: { Value: '28' } },
  'secretsmanager get-secret-value': { SecretString: '{"botToken":"xoxb-1","signingSecret":"s"}' },
  'route53 get-hosted-zone': { HostedZone: { Name: 'example.com.' } },
  'bedrock get-foundation-model-availability': { authorizationStatus: 'AUTHORIZED', regionAvailability: 'AVAILABLE' },
};

function awsWith(changes: Readonly<Record<string, unknown>> = {}): CallAws {
  return async (args) => {
    const answer = { ...GOOD, ...changes }[args.slice(0, 2).join(' ')];
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

const docker = async () => undefined;
const missing = async (changes: Readonly<Record<string, unknown>>) =>
  (await checkPrerequisites(options, awsWith(changes), docker)).filter(({ ok }) => !ok);

test('everything there is told as there', async () => {
  const findings = await checkPrerequisites(options, awsWith(), docker);
  expect(findings.map(({ what, ok }) => [what, ok])).toEqual([
    ['account', true],
    ['region', true],
    ['bootstrap', true],
    ['Slack secrets', true],
    ['domain', true],
    ['model amazon.nova-pro-v1:0', true],
  ]);
});

test('without an account nothing else is asked', async () => {
  const found = await missing({ 'sts get-caller-identity': new Error('Unable to locate credentials') });
  expect(found).toEqual([
    { what: 'account', ok: false, words: expect.stringContaining('Unable to locate credentials. Sign in') },
  ]);
});

test('all that is missing is told together, each with what to do', async () => {
  const found = await missing({
    'ssm get-parameter': new Error('ParameterNotFound'),
    'secretsmanager get-secret-value': new Error('ResourceNotFoundException'),
    'bedrock get-foundation-model-availability': { authorizationStatus: 'NOT_AUTHORIZED' },
  });
  expect(found.map(({ what }) => what)).toEqual(['bootstrap', 'Slack secrets', 'model amazon.nova-pro-v1:0']);
  expect(found[0]?.words).toContain('npx cdk bootstrap');
  expect(found[1]?.words).toContain('create-secret --name oncall/slack');
});

test.each([
  ['{"botToken":"xoxb-1"}', 'signingSecret'],
  ['not json', 'botToken and signingSecret'],
])('a Slack secret that is not whole is not enough: %s', async (SecretString, lacks) => {
  const [found] = await missing({ 'secretsmanager get-secret-value': { SecretString } });
  expect(found?.words).toContain(`lacks ${lacks}`);
  expect(found?.words).not.toContain('xoxb-1');
});

test('a zone of another name is not ours', async () => {
  const [found] = await missing({ 'route53 get-hosted-zone': { HostedZone: { Name: 'example.org.' } } });
  expect(found?.words).toBe('the zone Z0123456789ABC is of example.org, not of example.com');
});

test('an image needs Docker to be built, or to be in the registry; a guardrail has to be there', async () => {
  const asked = { ...options, guardrail: { id: 'abc123', version: '1' } };
  const away = async () => {
    throw new Error('Cannot connect to the Docker daemon');
  };
  const built = await checkPrerequisites({ ...asked, runtime: true }, awsWith(), away);
  expect(built.filter(({ ok }) => !ok)).toEqual([
    { what: 'Docker', ok: false, words: expect.stringContaining('--runtimeImage') },
  ]);
  const absent = awsWith({
    'ecr describe-images': new Error('ImageNotFoundException'),
    'bedrock get-guardrail': new Error('ResourceNotFoundException'),
  });
  const named = await checkPrerequisites({ ...asked, runtimeImage: 'oncall:1' }, absent, away);
  expect(named.filter(({ ok }) => !ok).map(({ what }) => what)).toEqual(['guardrail', 'runtime image']);
});

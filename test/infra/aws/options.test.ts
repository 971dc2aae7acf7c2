import { expect, test } from '@jest/globals';
import { InvalidOptions, readOptions } from '../../../infra/aws/options.ts';

const read = (given: Record<string, unknown>) => readOptions((key) => given[key.replace('oncall:', '')]);
const problemsOf = (given: Record<string, unknown>): string[] => {
  try {
    read(given);
  } catch (error) {
    if (error instanceof InvalidOptions) return error.message.split('\n');
    throw error;
  }
  return [];
};

test('a domain is enough: one instance, no SSH, a certificate by HTTP-01, no models', () => {
  expect(read({ domain: 'oncall.example.com' })).toEqual({
    name: 'oncall',
    domain: 'oncall.example.com',
    certificateChallenge: 'http-01',
    architecture: 'x86_64',
    growth: false,
    waf: false,
    runtime: false,
    modelIds: [],
    allowedEmailDomains: [],
    defaultRole: 'viewer',
    dailyTokens: 2_000_000,
  });
});

test('a hosted zone brings DNS-01, and texts of the command line are read', () => {
  const options = read({
    domain: 'oncall.example.com',
    hostedZoneId: 'Z0123456789ABC',
    hostedZoneName: 'example.com',
    growth: 'true',
    allowedEmailDomains: 'example.com, example.org',
    dailyTokens: '5000',
  });
  expect(options).toMatchObject({ certificateChallenge: 'dns-01', growth: true, dailyTokens: 5000 });
  expect(options.allowedEmailDomains).toEqual(['example.com', 'example.org']);
});

test('a guardrail is an id and a version', () => {
  const given = { domain: 'oncall.example.com', modelIds: 'm', guardrailId: 'abc123', guardrailVersion: '2' };
  expect(read(given).guardrail).toEqual({ id: 'abc123', version: '2' });
});

test('all problems are told together', () => {
  expect(problemsOf({ domain: 'localhost', sshFrom: '0.0.0.0/0', architecture: 'sparc' })).toEqual([
    'oncall:architecture is not x86_64 or arm64',
    'oncall:domain is not a domain such as oncall.example.com',
    'oncall:sshFrom is not one IPv4 address such as 192.0.2.1/32',
  ]);
  expect(problemsOf({})).toEqual(['oncall:domain is missing']);
});

test.each([
  [{ hostedZoneId: 'Z0123456789ABC' }, 'oncall:hostedZoneId and oncall:hostedZoneName come together'],
  [
    { hostedZoneId: 'Z0123456789ABC', hostedZoneName: 'example.org' },
    'oncall:domain is not in the zone oncall:hostedZoneName',
  ],
  [{ certificateChallenge: 'dns-01' }, 'oncall:certificateChallenge dns-01 needs oncall:hostedZoneId'],
  [
    { runtime: 'true', runtimeImage: 'oncall:1' },
    'oncall:runtime builds an image and oncall:runtimeImage names one: give one of them',
  ],
  [
    { guardrailId: 'abc123', modelIds: 'amazon.nova-pro-v1:0' },
    'oncall:guardrailId and oncall:guardrailVersion come together',
  ],
  [
    { guardrailId: 'abc123', guardrailVersion: '1' },
    'oncall:guardrailId needs oncall:modelIds: a guardrail stands before a model',
  ],
  [
    { rerankModelId: 'amazon.rerank-v1:0' },
    'oncall:rerankModelId needs oncall:knowledgeBaseId: it orders what that finds',
  ],
  [{ waf: 'true' }, 'oncall:waf needs oncall:growth: a firewall stands before a load balancer'],
])('options that contradict each other are refused: %j', (given, problem) => {
  expect(problemsOf({ domain: 'oncall.example.com', ...given })).toContain(problem);
});

test.each(['192.0.2.0/24', '300.0.2.1/32', '192.0.2.1', '::/0'])('SSH is from one address only, not %s', (sshFrom) => {
  expect(problemsOf({ domain: 'oncall.example.com', sshFrom })).toHaveLength(1);
});

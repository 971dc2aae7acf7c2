import { expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ACTIONS_WITHOUT_RESOURCES } from '../../../infra/aws/constructs/instance-role.ts';
import { RUNTIME_ACTIONS_WITHOUT_RESOURCES } from '../../../infra/aws/constructs/runtime-role.ts';
import { resources, synthesize, ZONE } from './synthesis.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const everything = {
  ...ZONE,
  modelIds: 'eu.anthropic.claude-sonnet-4-20250514-v1:0',
  guardrailId: 'abc123',
  guardrailVersion: '1',
  runtime: true,
};
const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** All statements of the policies that name a role, which is known by its name or by its logical id. */
function statementsOf(template: Template, name: string): Statement[] {
  const [id, role] = resources(template, 'AWS::IAM::Role').find(
    ([logicalId, found]) => found.RoleName === name || logicalId.startsWith(name),
  )!;
  expect(role.ManagedPolicyArns ?? []).toEqual([]);
  const inline = ((role.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).map(
    (one) => one.PolicyDocument,
  );
  const attached = resources(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => JSON.stringify(policy.Roles).includes(`"${id}"`))
    .map(([, policy]) => policy.PolicyDocument as { Statement: Statement[] });
  return [...inline, ...attached].flatMap((document) => document.Statement);
}

const instances = () => statementsOf(synthesize(everything).service, 'SREAgentEC2Role');
const agentcore = () => statementsOf(synthesize(everything).agentcore, 'BedrockAgentCoreRole');

const runtime = () => statementsOf(synthesize(everything).service, 'RuntimeAccess');

test('both roles are there, each for its service and no other', () => {
  const principal = (template: Template, name: string) =>
    JSON.stringify(
      resources(template, 'AWS::IAM::Role').find(([, role]) => role.RoleName === name)![1].AssumeRolePolicyDocument,
    );
  expect(principal(synthesize(everything).service, 'SREAgentEC2Role')).toContain(
    '"Principal":{"Service":"ec2.amazonaws.com"}',
  );
  const trust = principal(synthesize(everything).agentcore, 'BedrockAgentCoreRole');
  expect(trust).toContain('"Principal":{"Service":"bedrock-agentcore.amazonaws.com"}');
  // Not in the name of another account.
  expect(trust).toContain('aws:SourceAccount');
});

test('no action is a wildcard, but one that CDK’s memory grants on our key', () => {
  const wild = [...instances(), ...agentcore()]
    .flatMap((one) => listOf(one.Action))
    .filter((action) => action.includes('*'));
  expect(wild).toEqual(['kms:ReEncrypt*']);
});

test('a statement for all resources has only actions that know none, each with its reason', () => {
  const open = instances().filter((one) => listOf(one.Resource as string).includes('*'));
  expect(open.length).toBeGreaterThan(0);
  for (const action of open.flatMap((one) => listOf(one.Action))) {
    expect(ACTIONS_WITHOUT_RESOURCES[action]?.length ?? 0).toBeGreaterThan(20);
  }
  expect(agentcore().filter((one) => listOf(one.Resource as string).includes('*'))).toEqual([]);
});

test('the runtime signs people in, pulls its image, writes what is its own, and may do nothing else', () => {
  const statements = runtime();
  expect(statements.flatMap((one) => listOf(one.Action)).sort()).toEqual([
    'bedrock-agentcore:GetWorkloadAccessToken',
    'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
    'cloudwatch:PutMetricData',
    'cognito-idp:AdminInitiateAuth',
    'cognito-idp:AdminRespondToAuthChallenge',
    'ecr:BatchGetImage',
    'ecr:GetAuthorizationToken',
    'ecr:GetDownloadUrlForLayer',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ]);
  const open = statements.filter((one) => listOf(one.Resource as string).includes('*'));
  for (const action of open.flatMap((one) => listOf(one.Action))) {
    expect(RUNTIME_ACTIONS_WITHOUT_RESOURCES[action]?.length ?? 0).toBeGreaterThan(20);
  }
  const wild = statements
    .flatMap((one) => listOf(one.Resource as unknown))
    .flatMap((resource) => /"[^"]*?([^":]*\*[^"]*)"/.exec(JSON.stringify(resource))?.[1] ?? []);
  expect([...new Set(wild)].sort()).toEqual([
    '*',
    '/aws/bedrock-agentcore/runtimes/oncall_runtime-*',
    '/aws/bedrock-agentcore/runtimes/oncall_runtime-*:log-stream:*',
    'workload-identity-directory/default/workload-identity/oncall_runtime-*',
  ]);
});

test('a Knowledge Base is searched by the instance and the runtime, one of them and no other', () => {
  const { service } = synthesize({
    ...ZONE,
    runtime: true,
    knowledgeBaseId: 'KB12345678',
    rerankModelId: 'amazon.rerank-v1:0',
  });
  for (const role of ['SREAgentEC2Role', 'RuntimeAccess']) {
    const found = statementsOf(service, role).filter((one) =>
      /^bedrock:(Retrieve|Rerank|InvokeModel)$/.test(String(one.Action)),
    );
    expect(found.map((one) => [one.Action, JSON.stringify(one.Resource)])).toEqual([
      ['bedrock:Retrieve', expect.stringContaining(':knowledge-base/KB12345678"')],
      ['bedrock:Rerank', '"*"'],
      ['bedrock:InvokeModel', expect.stringContaining('::foundation-model/amazon.rerank-v1:0"')],
    ]);
  }
  const [, runtimeResource] = resources(service, 'AWS::BedrockAgentCore::Runtime')[0]!;
  expect(runtimeResource.EnvironmentVariables).toMatchObject({ KNOWLEDGE_BASE_ID: 'KB12345678' });
  expect(JSON.stringify(resources(service, 'AWS::EC2::Instance'))).toContain('KNOWLEDGE_BASE_ID=KB12345678');
});

test('the instance may use one guardrail, and none where none is given', () => {
  const guarded = instances().filter((one) => listOf(one.Action).includes('bedrock:ApplyGuardrail'));
  expect(guarded.map((one) => JSON.stringify(one.Resource))).toEqual([expect.stringMatching(/:guardrail\/abc123"/)]);
  const without = statementsOf(synthesize({ ...ZONE, modelIds: 'amazon.nova-pro-v1:0' }).service, 'SREAgentEC2Role');
  expect(JSON.stringify(without)).not.toContain('Guardrail');
});

test('every other wildcard in a resource is on the list', () => {
  const parts = [...instances(), ...agentcore()]
    .flatMap((one) => listOf(one.Resource as unknown))
    .filter((resource) => resource !== '*')
    .map((resource) => JSON.stringify(resource))
    .filter((resource) => /[*?]/.test(resource))
    .map((resource) => /"([^"]*[*?][^"]*)"/.exec(resource)?.[1] ?? resource);
  expect([...new Set(parts)].sort()).toEqual([
    '/certificates/*',
    '/config/*',
    '/environment/*',
    '/oncall/*',
    '/reports/*',
    '/schemas/*',
    '/snapshot/*',
    ':bedrock:*::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0',
    ':log-group:/oncall/*',
    ':route53:::change/*',
    ':secret:oncall/slack-??????',
    ':workload-identity-directory/default/workload-identity/oncall-tools-*',
  ]);
});

test('metrics go to one namespace, and certbot writes one record', () => {
  const withAction = (action: string) => instances().find((one) => listOf(one.Action).includes(action));
  expect(withAction('cloudwatch:PutMetricData')?.Condition).toEqual({
    StringEquals: { 'cloudwatch:namespace': 'oncall' },
  });
  expect(withAction('route53:ChangeResourceRecordSets')?.Condition).toEqual({
    'ForAllValues:StringEquals': {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.oncall.example.com'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
    },
  });
});

test('an instance cannot delete users, objects or secrets, nor change the memory or the gateway', () => {
  const actions = instances().flatMap((one) => listOf(one.Action));
  const feared =
    /^(cognito-idp:AdminDelete|s3:Delete|secretsmanager:(Put|Delete|Update)|iam:|sts:|bedrock-agentcore:(Delete(?!Event)|Update|Create(?!Event)))/;
  expect(actions.filter((action) => feared.test(action))).toEqual([]);
});

test('without models there is no right to call one; behind a load balancer there is none to write DNS', () => {
  const plain = statementsOf(synthesize({ ...ZONE, growth: true }).service, 'SREAgentEC2Role').flatMap((one) =>
    listOf(one.Action),
  );
  expect(plain.filter((action) => /^(bedrock:|route53:)/.test(action))).toEqual([]);
});

test('a second deployment of an account has roles of its own', () => {
  const { service, agentcore: other } = synthesize({ ...ZONE, name: 'second' });
  service.hasResourceProperties('AWS::IAM::Role', { RoleName: 'SREAgentEC2Role-second' });
  other.hasResourceProperties('AWS::IAM::Role', { RoleName: 'BedrockAgentCoreRole-second' });
});

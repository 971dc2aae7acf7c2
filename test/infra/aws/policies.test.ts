import { expect, test } from '@jest/globals';
import { FUNCTION_ACTIONS_WITHOUT_RESOURCES } from '../../../infra/aws/constructs/bundled-function.ts';
import { ACTIONS_WITHOUT_RESOURCES } from '../../../infra/aws/constructs/instance-role.ts';
import { RERANK_WITHOUT_RESOURCE } from '../../../infra/aws/constructs/knowledge-base.ts';
import { RUNTIME_ACTIONS_WITHOUT_RESOURCES } from '../../../infra/aws/constructs/runtime-role.ts';
import { resources, synthesize, ZONE } from './synthesis.ts';

const everything = {
  ...ZONE,
  growth: true,
  waf: true,
  runtime: true,
  modelIds: 'amazon.nova-pro-v1:0',
  guardrailId: 'abc123',
  guardrailVersion: '1',
  knowledgeBaseId: 'KB12345678',
  rerankModelId: 'amazon.rerank-v1:0',
};
const JUSTIFIED = {
  ...ACTIONS_WITHOUT_RESOURCES,
  ...FUNCTION_ACTIONS_WITHOUT_RESOURCES,
  ...RUNTIME_ACTIONS_WITHOUT_RESOURCES,
  ...RERANK_WITHOUT_RESOURCE,
};

/** Wildcards in actions, each by a grant of CDK's on resources that are named; ours name every action. */
const WILD_ACTIONS: Readonly<Record<string, RegExp>> = {
  'kms:ReEncrypt*': /^AgentCoreRole|CDKBucketDeployment/,
  'kms:GenerateDataKey*': /CDKBucketDeployment/,
  's3:Abort*': /CDKBucketDeployment/,
  's3:DeleteObject*': /CDKBucketDeployment/,
  's3:GetBucket*': /CDKBucketDeployment/,
  's3:GetObject*': /CDKBucketDeployment/,
  's3:List*': /CDKBucketDeployment/,
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Every statement of every identity in all stacks, with the logical id of its policy. */
function statements(): (readonly [string, Statement])[] {
  return synthesize(everything).all.flatMap((template) => [
    ...resources(template, 'AWS::IAM::Policy').flatMap(([id, { PolicyDocument }]) =>
      (PolicyDocument as { Statement: Statement[] }).Statement.map((one) => [id, one] as const),
    ),
    ...resources(template, 'AWS::IAM::Role').flatMap(([id, { Policies }]) =>
      ((Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(({ PolicyDocument }) =>
        PolicyDocument.Statement.map((one) => [id, one] as const),
      ),
    ),
  ]);
}

test('no identity of any stack may act on all resources, but by actions that know none, each with its reason', () => {
  const open = statements().filter(([, { Effect, Resource }]) => Effect === 'Allow' && listOf(Resource).includes('*'));
  expect(open.length).toBeGreaterThan(5);
  const unexplained = open.flatMap(([id, { Action }]) =>
    listOf(Action)
      .filter((action) => (JUSTIFIED[action]?.length ?? 0) < 20)
      .map((action) => `${id} ${action}`),
  );
  expect(unexplained).toEqual([]);
});

test('no action of any stack is a wildcard, but those of CDK’s own grants', () => {
  const wild = statements().flatMap(([id, { Action }]) =>
    listOf(Action)
      .filter((action) => action.includes('*'))
      .filter((action) => WILD_ACTIONS[action] === undefined || !WILD_ACTIONS[action].test(id))
      .map((action) => `${id} ${action}`),
  );
  expect(wild).toEqual([]);
});

test('the only policy of AWS’s that anybody has is the one of CDK’s copying function', () => {
  const managed = synthesize(everything)
    .all.flatMap((template) => resources(template, 'AWS::IAM::Role'))
    .filter(([, role]) => role.ManagedPolicyArns !== undefined);
  expect(managed.map(([id]) => id)).toEqual([expect.stringMatching(/^CustomCDKBucketDeployment/)]);
});

test('every log is kept for a time and not for ever', () => {
  const groups = synthesize(everything).all.flatMap((template) => resources(template, 'AWS::Logs::LogGroup'));
  expect(groups.length).toBeGreaterThan(10);
  for (const [id, group] of groups) expect([id, group.RetentionInDays]).toEqual([id, expect.any(Number)]);
  // A function without a group of its own would make one that forgets nothing.
  const functions = synthesize(everything).all.flatMap((template) => resources(template, 'AWS::Lambda::Function'));
  const bare = functions.filter(([, found]) => found.LoggingConfig === undefined).map(([id]) => id);
  expect(bare).toEqual([]);
});

test('every volume, bucket, secret, topic and database is encrypted', () => {
  const found = (type: string) =>
    synthesize(everything).all.flatMap((template) => resources(template, type).map(([id, one]) => [id, one] as const));
  for (const [id, bucket] of found('AWS::S3::Bucket')) expect([id, bucket.BucketEncryption]).not.toContain(undefined);
  for (const [id, secret] of found('AWS::SecretsManager::Secret'))
    expect([id, secret.KmsKeyId]).not.toContain(undefined);
  for (const [id, topic] of found('AWS::SNS::Topic')) expect([id, topic.KmsMasterKeyId]).not.toContain(undefined);
  for (const [id, cluster] of found('AWS::RDS::DBCluster')) expect([id, cluster.StorageEncrypted]).toEqual([id, true]);
  for (const [, template] of found('AWS::EC2::LaunchTemplate')) {
    expect(JSON.stringify(template.LaunchTemplateData)).toContain('"Encrypted":true');
  }
});

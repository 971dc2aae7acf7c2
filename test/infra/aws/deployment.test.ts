import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { needing } from '../../support/programs.ts';
import { type Given, pairwise } from './combinations.ts';
import { resources, synthesize, ZONE } from './synthesis.ts';

/** Where, who and in which part of the world is decided at deployment. */
const REGION =
  /\b(us|eu|ap|ca|sa|me|af|il|mx|cn)-(gov-)?(north|south|east|west|central|northeast|southeast|northwest)-\d\b/;
const COMBINATIONS = pairwise().filter((options) => Object.keys(options).length > 0);

/** The smallest and a large one are also held against the resource types, by CDK's own check and by cfn-lint. */
const LINTED: readonly Given[] = [
  {},
  {
    ...ZONE,
    growth: true,
    waf: true,
    architecture: 'arm64',
    runtime: true,
    modelIds: 'amazon.nova-pro-v1:0',
    guardrailId: 'abc123',
    guardrailVersion: '1',
    alarmEmail: 'duty@example.com',
  },
];

// Synthesis runs the AwsSolutions rules and throws at a finding that nobody explained.
test.each([...COMBINATIONS, ...LINTED])(
  'is synthesized offline, no rule broken without a reason, no place hard-coded: %j',
  (options) => {
    const { folder, service } = synthesize(options, { validated: LINTED.includes(options) });
    const templates = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
    expect(templates).toHaveLength(5);
    // An instance takes 16 KB of user data.
    expect(JSON.stringify(resources(service, 'AWS::EC2::Instance')).length).toBeLessThan(16_000);
    for (const name of templates) {
      const text = readFileSync(join(folder, name), 'utf8');
      // The partitions' own addresses of their databases' roots are a table of all of them.
      const { Mappings: _table, ...template } = JSON.parse(text) as Record<string, unknown>;
      const rest = JSON.stringify(template);
      expect(rest).not.toMatch(/arn:aws[a-z-]*:/);
      expect(rest).not.toMatch(REGION);
      expect(rest).not.toMatch(/\b\d{12}\b/);
    }
  },
);

test('the rules are really run: a bucket that breaks one stops the synthesis', () => {
  const app = new App();
  new s3.Bucket(new Stack(app, 'open'), 'Bucket');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
});

/**
 * What the linter's copy of the resource types does not know yet; `aws-cdk-lib` was generated with it, and CDK's own
 * check of the same templates accepts it. Each is one property of one type.
 */
const NEWER_THAN_LINTER: Readonly<Record<string, string>> = {
  'AWS::BedrockAgentCore::ApiKeyCredentialProvider ApiKeySecretConfig': 'a secret of ours, which rotates',
  'AWS::BedrockAgentCore::ApiKeyCredentialProvider ApiKeySecretSource': 'a secret of ours, which rotates',
  'AWS::BedrockAgentCore::GatewayTarget PrivateEndpoint': 'the way into the VPC by VPC Lattice',
  'AWS::CloudWatch::Dashboard Tags': 'dashboards can be tagged since lately',
  'AWS::ElasticLoadBalancingV2::Listener Tags': 'listeners can be tagged since lately',
};

interface LintFinding {
  readonly Level: string;
  readonly Message: string;
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** The type and property that a finding is about, where it says that the property is not known. */
function unknownProperty({ Rule, Filename, Location }: LintFinding): string | undefined {
  const [section, id, properties, property, ...deeper] = Location.Path ?? [];
  if (Rule.Id !== 'E3002' || section !== 'Resources' || properties !== 'Properties' || deeper.length > 0)
    return undefined;
  const { Resources } = JSON.parse(readFileSync(Filename, 'utf8')) as { Resources: Record<string, { Type: string }> };
  return `${Resources[String(id)]?.Type} ${property}`;
}

const linter = needing('cfn-lint');

for (const options of LINTED) {
  linter.test(
    `cfn-lint finds no error: ${JSON.stringify(options)}`,
    () => {
      const { folder } = synthesize(options, { validated: true });
      const files = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
      const run = spawnSync('cfn-lint', ['--format', 'json', ...files.map((name) => join(folder, name))], {
        encoding: 'utf8',
      });
      const found = JSON.parse(run.stdout || '[]') as LintFinding[];
      const errors = found
        .filter((one) => one.Level === 'Error' && !((unknownProperty(one) ?? '') in NEWER_THAN_LINTER))
        .map((one) => `${one.Rule.Id} ${one.Message} at ${one.Location.Path?.join('/')}`);
      expect(errors).toEqual([]);
    },
    60_000,
  );
}

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { needing } from '../../support/programs.ts';
import { synthesize, ZONE } from './synthesis.ts';

/** Where, who and in which part of the world is decided at deployment. */
const REGION =
  /\b(us|eu|ap|ca|sa|me|af|il|mx|cn)-(gov-)?(north|south|east|west|central|northeast|southeast|northwest)-\d\b/;
const COMBINATIONS: readonly Record<string, unknown>[] = [
  {},
  { sshFrom: '192.0.2.1/32', certificateEmail: 'tls@example.com', allowedEmailDomains: 'example.com' },
  { ...ZONE, architecture: 'arm64', modelIds: 'amazon.nova-pro-v1:0,eu.anthropic.claude-sonnet-4-20250514-v1:0' },
  { ...ZONE, certificateChallenge: 'http-01', runtimeImage: 'oncall/runtime:1' },
  { ...ZONE, growth: true },
  { ...ZONE, growth: true, waf: true, architecture: 'arm64', runtimeImage: 'oncall:1', alarmEmail: 'a@example.com' },
];

/** The smallest and the largest are also held against the resource types, by CDK's own check and by cfn-lint. */
const LINTED = [COMBINATIONS[0]!, COMBINATIONS.at(-1)!];

// Synthesis runs the AwsSolutions rules and throws at a finding that nobody explained.
test.each(COMBINATIONS)(
  'is synthesized offline, no rule broken without a reason, no place hard-coded: %j',
  (options) => {
    const { folder } = synthesize(options, LINTED.includes(options));
    const templates = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
    expect(templates).toHaveLength(5);
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
  60_000,
);

test('the rules are really run: a bucket that breaks one stops the synthesis', () => {
  const app = new App();
  new s3.Bucket(new Stack(app, 'open'), 'Bucket');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
});

/** Newer than the linter's copy of the resource types; `aws-cdk-lib` was generated with them. */
const NEWER_THAN_LINTER = /'(ApiKeySecretConfig|ApiKeySecretSource|PrivateEndpoint|Tags)' was unexpected/;
const linter = needing('cfn-lint');

for (const options of LINTED) {
  linter.test(
    `cfn-lint finds no error: ${JSON.stringify(options)}`,
    () => {
      const { folder } = synthesize(options, true);
      const files = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
      const run = spawnSync('cfn-lint', ['--format', 'json', ...files.map((name) => join(folder, name))], {
        encoding: 'utf8',
      });
      const found = JSON.parse(run.stdout || '[]') as { Level: string; Message: string; Rule: { Id: string } }[];
      const errors = found.filter((one) => one.Level === 'Error').map((one) => `${one.Rule.Id} ${one.Message}`);
      expect(errors.filter((text) => !NEWER_THAN_LINTER.test(text))).toEqual([]);
    },
    60_000,
  );
}

import { expect, test } from '@jest/globals';
import { slackManifest } from '../../../../infra/aws/deploy/manifest.ts';
import { whatRemains } from '../../../../infra/aws/deploy/remains.ts';
import { main, readCommandLine, tell } from '../../../../infra/aws/deploy/run.ts';
import { resources, synthesize } from '../synthesis.ts';

test('options are read as name and value, joined or apart, and as flags', () => {
  expect(readCommandLine(['deploy', '--domain', 'a.example.com', '--growth', '--waf=true', '--name=two'])).toEqual({
    action: 'deploy',
    manifest: false,
    options: { domain: 'a.example.com', growth: 'true', waf: 'true', name: 'two' },
  });
});

test('what is not known is named, with what is', () => {
  expect(() => readCommandLine(['deploy', '--domian', 'a.example.com'])).toThrow(/--domian is not known/);
  expect(() => readCommandLine(['build'])).toThrow('say deploy, destroy or synth');
});

test('findings are lines in words', () => {
  expect(tell([{ what: 'region', ok: false, words: 'choose one' }])).toBe('MISSING  region: choose one');
});

test('the manifest is filled in for the domain', async () => {
  const written: string[] = [];
  expect(await main(['deploy', '--domain', 'oncall.example.com', '--manifest'], (text) => written.push(text))).toBe(0);
  expect(written.join('')).toBe(slackManifest('oncall.example.com'));
  expect(written.join('')).not.toContain('bot.example.com');
  const outputs = Object.values(synthesize().service.findOutputs('*')).map((output) => String(output.Value));
  const text = written.join('');
  for (const address of outputs.filter((value) => value.startsWith('https:'))) expect(text).toContain(address);
});

test('what remains names each kind of resource that the stacks keep', () => {
  const told = whatRemains({ name: 'oncall' });
  const kept = synthesize().all.flatMap((template) =>
    Object.values(template.toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string }>)
      .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain' || DeletionPolicy === 'Snapshot')
      .map(({ Type }) => Type),
  );
  const words: Readonly<Record<string, string>> = {
    'AWS::S3::Bucket': 'buckets',
    'AWS::KMS::Key': 'KMS key',
    'AWS::Cognito::UserPool': 'user pool',
    'AWS::RDS::DBCluster': 'snapshot of PostgreSQL',
  };
  const types = [...new Set(kept)].filter(
    (type) => type in words || resources(synthesize().foundation, type).length > 0,
  );
  expect(types.length).toBeGreaterThan(3);
  for (const type of types)
    expect([type, words[type] !== undefined && told.includes(words[type])]).toEqual([type, true]);
});

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { resources, synthesize } from './synthesis.ts';

const folder = mkdtempSync(join(tmpdir(), 'functions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every bundle of ours loads as Lambda loads it, and has its handler', () => {
  const { folder: made, all } = synthesize({}, { copied: true });
  const bundles = readdirSync(made).filter((name) => existsSync(join(made, name, 'index.mjs')));
  const functions = all.flatMap((template) => resources(template, 'AWS::Lambda::Function'));
  const ours = functions.filter(([, found]) => found.Handler === 'index.handler' && found.Runtime === 'nodejs24.x');
  expect(new Set(ours.map(([, found]) => JSON.stringify((found.Code as { S3Key: unknown }).S3Key))).size).toBe(
    bundles.length,
  );
  for (const name of bundles) {
    cpSync(join(made, name), join(folder, name), { recursive: true });
    // Lambda brings the AWS SDK; nothing else is found beside a bundle.
    const script = `
      import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => next(name, name.startsWith('@aws-sdk/')
        ? { ...context, parentURL: ${JSON.stringify(pathToFileURL(import.meta.filename).href)} } : context) });
      const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, name, 'index.mjs')).href)});
      console.log(typeof handler);`;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect([name, said.trim()]).toEqual([name, 'function']);
  }
});

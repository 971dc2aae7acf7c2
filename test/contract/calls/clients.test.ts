import { expect, test } from '@jest/globals';
import { botSources } from './table.ts';

/** The SDK's clients, each with the table in which every call it sends is tested. */
const TABLES: Readonly<Record<string, string>> = {
  'client-bedrock-agent-runtime': 'bedrock.test.ts',
  'client-bedrock-agentcore': 'memory.test.ts, runtime.test.ts',
  'client-cognito-identity-provider': 'cognito.test.ts',
  'client-s3': 's3.test.ts',
};

test('every client of AWS that the bot imports has a table of its calls', () => {
  const imported = botSources().flatMap((source) => [...source.matchAll(/'@aws-sdk\/(client-[\w-]+)'/g)]);
  expect([...new Set(imported.map(([, client]) => client))].sort()).toEqual(Object.keys(TABLES).sort());
});

test('commands are imported by name, so that the tables see them', () => {
  for (const source of botSources()) {
    expect(source).not.toMatch(/import \* as \w+ from '@aws-sdk/);
    expect(source).not.toMatch(/\b\w+Command as \w+\b/);
    expect(source).not.toMatch(/import\('@aws-sdk/);
  }
});

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runInvestigate } from '../../bot/cli.ts';
import { openInProcessGateway } from '../../infra/local/in-process-gateway.ts';
import { snapshotFolder } from '../backends/support/snapshot-folder.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'infra/samples/snapshots/checkout-slow');

/** What the command line prints of the sample with these files beside or in place of its own. */
async function investigate(
  files: Readonly<Record<string, string>>,
  format: 'text' | 'json' | 'slack',
): Promise<string> {
  const dir = snapshotFolder({});
  cpSync(SAMPLE, dir, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  let output = '';
  const status = await runInvestigate(['--snapshot', dir, '--format', format], {
    openSnapshot: openInProcessGateway,
    cwd: dir,
    write: (text) => {
      output += text;
    },
    complain: (line) => {
      output += line;
    },
  });
  expect(status).toBe(0);
  return output;
}

const DAMAGED = {
  'kubernetes/ingresses.json': '{"kind": "List",\n "items": [\n  {"kind": "Ing',
  'topology.json': '{"caller":',
  'photo.png': '\u0089PNG',
  'notes.txt': 'Ask Kim.\n',
  'kubernetes/pods.txt': 'NAME   READY   STATUS\nweb    1/1     Running\n',
};

test('files that are cut off, foreign or made for people are named in the text, with the rest counted', async () => {
  const text = await investigate(DAMAGED, 'text');
  expect(text.trimEnd().split('\n').at(-1)).toMatch(
    /^Not read: kubernetes\/ingresses\.json:3: is cut off; kubernetes\/pods\.txt: is a table .*; notes\.txt: .*; and 2 more$/,
  );
  expect(text).toMatch(/^Recorded 2026-06-10 02:58 UTC: times are those of the recording\./);
});

test('JSON names each, with its line', async () => {
  const { notRead, recording } = JSON.parse(await investigate(DAMAGED, 'json')) as {
    notRead: { name: string; line?: number; source: string; reason: string }[];
    recording: object;
  };
  expect(notRead.map(({ name, line }) => (line === undefined ? name : `${name}:${line}`))).toEqual([
    'kubernetes/ingresses.json:3',
    'kubernetes/pods.txt',
    'notes.txt',
    'photo.png',
    'topology.json:1',
  ]);
  expect(notRead.at(-1)).toMatchObject({ source: 'metrics', reason: 'is cut off' });
  expect(recording).toEqual({ capturedAt: '2026-06-10T02:58:00.000Z', shiftedSeconds: 0 });
});

test('the message for Slack names them in one line', async () => {
  const slack = await investigate(DAMAGED, 'slack');
  expect(slack).toContain('Not read: kubernetes/ingresses.json:3: is cut off; ');
  expect(slack).toContain('times are those of the recording');
});

test('where all is read nothing is said of it', async () => {
  expect(await investigate({}, 'text')).not.toContain('Not read');
});

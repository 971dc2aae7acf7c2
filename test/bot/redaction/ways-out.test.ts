import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

// What leaves the bot has been redacted, by types: nobody but the room bot/redaction makes a `Redacted`.

const ROOT = join(import.meta.dirname, '../../..');
const sources = readdirSync(join(ROOT, 'bot'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: join('bot', path), text: readFileSync(join(ROOT, 'bot', path), 'utf8') }));
const outside = sources.filter(({ path }) => !path.startsWith('bot/redaction/'));
/** Files in which a pattern stands, comments left out. */
const withPattern = (pattern: RegExp, among = outside) =>
  among.filter(({ text }) => pattern.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))).map(({ path }) => path);

/** What the compiler says of a file of the bot's; `../../../` is the folder `bot`. */
async function compiled(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'way-out-'));
  try {
    // Outside of the project, whose files other tests read meanwhile.
    writeFileSync(join(folder, 'attempt.ts'), text.replaceAll("from '../../../", `from '${ROOT}/bot/`));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
    const config = {
      compilerOptions: { ...compilerOptions, typeRoots: [join(ROOT, 'node_modules/@types')] },
      files: ['attempt.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
      (ended: { stdout: string }) => ended,
    );
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  [
    'Slack',
    "import { fetchObeying } from '../../../slack/transport/call.ts';\nawait fetchObeying('https://slack.com', { body: 'plain' });",
  ],
  [
    'S3',
    "import type { ObjectStore } from '../../../ports/object-store.ts';\nexport const keep = (store: ObjectStore) => store.put('a', 'plain', { contentType: 'text/plain' });",
  ],
  [
    'memory',
    "import type { OutsideMemory } from '../../../ports/memory.ts';\nexport const keep = (memory: OutsideMemory) => memory.learn('service/a', 'plain');",
  ],
  [
    'memory that was not wrapped',
    "import type { Memory, OutsideMemory } from '../../../ports/memory.ts';\nexport const around = (memory: OutsideMemory): Memory => memory;",
  ],
  [
    'a value that only looks redacted',
    "import type { Redacted } from '../../../domain/redacted.ts';\nexport const text: Redacted<string> = 'plain';",
  ],
])('the compiler refuses what was not redacted on its way to %s', async (_where, text) => {
  expect(await compiled(text)).toMatch(/attempt\.ts.*error TS\d+: [\s\S]*(?:\[redacted\]|Redacted)/);
});

test('the compiler lets through what was redacted', async () => {
  const text = `import { withoutSecrets } from '../../../redaction/redactor.ts';
import type { ObjectStore } from '../../../ports/object-store.ts';
export const keep = (store: ObjectStore) => store.put('a', withoutSecrets('plain'), { contentType: 'text/plain' });`;
  expect(await compiled(text)).toBe('');
});

test('nobody casts to Redacted, asserts it or makes one up', () => {
  expect(withPattern(/\bas\s+(?:unknown\s+as\s+)?Redacted\b|<Redacted<[^>]*>>\s*[\w('"`]|\bis\s+Redacted\b/)).toEqual(
    [],
  );
});

test('each way out is opened in one place, which the redaction stands before', () => {
  // Slack: only the transport fetches; clients are made with its options.
  expect(
    withPattern(
      /(?<![\w.])fetch\(/,
      sources.filter(({ path }) => path.startsWith('bot/slack/')),
    ),
  ).toEqual(['bot/slack/transport/call.ts']);
  // The one that opens the connection of Socket Mode sends no text.
  const others = sources.filter(({ path }) => path !== 'bot/slack/receiving/socket.ts');
  const clients = others.filter(({ text }) => /new (?:webApi\.)?WebClient\(|clientOptions:/.test(text));
  expect(clients.length).toBeGreaterThan(0);
  for (const { path, text } of clients) expect([path, text.includes('...SLACK_CLIENT_OPTIONS')]).toEqual([path, true]);
  // What rides on an acknowledgement, over HTTP and over Socket Mode.
  const receivers = sources.filter(({ text }) => /\.processEvent\(|new SocketModeReceiver\(/.test(text));
  expect(receivers.map(({ path }) => path).toSorted()).toEqual([
    'bot/slack/receiving/fastify-receiver.ts',
    'bot/slack/receiving/socket.ts',
  ]);
  for (const { path, text } of receivers) expect([path, text.includes('createAcknowledgement(')]).toEqual([path, true]);
  // S3, memory and the model: only their adapters send these commands.
  expect(withPattern(/new PutObjectCommand\(/)).toEqual(['bot/adapters/s3/object-store.ts']);
  expect(withPattern(/new (?:CreateEvent|BatchCreateMemoryRecords)Command\(/)).toEqual([
    'bot/adapters/agentcore/memory.ts',
  ]);
  expect(withPattern(/new InvokeInlineAgentCommand\(/)).toEqual(['bot/adapters/bedrock/reasoner.ts']);
  // The log.
  expect(withPattern(/(?<![\w.])pino\(/)).toEqual(['bot/server/log.ts']);
  // The catalogue is a program of the workshop.
  expect(withPattern(/\bconsole\.(?:log|info|warn|error|debug)\(/)).toEqual(['bot/engine/catalogue.ts']);
});

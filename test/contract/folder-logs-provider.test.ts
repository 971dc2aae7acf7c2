import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { LogRecord } from '../../backends/logs/provider.ts';
import { createFolderLogsProvider, type FolderLogsOptions } from '../../backends/logs/providers/folder.ts';
import { logsProviderContract } from './provider-contracts.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1000).toISOString();
const calmly = () => ({ signal: new AbortController().signal });

const made: string[] = [];
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'logs-'));
  made.push(dir);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const providerOf = (dir: string, changes: Partial<FolderLogsOptions> = {}) =>
  createFolderLogsProvider({ dir, cluster: 'shop', namespaces: [], maxFiles: 100, now: () => NOW, ...changes });

async function scan(provider: ReturnType<typeof providerOf>, service?: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of provider.scan({ service, window: { end: NOW } }, calmly())) records.push(...batch);
  return records;
}

const WEB = `${ago(600)} all is well\n${ago(300)} ERROR it broke\n`;
const API = `${ago(120)} {"level":"info","msg":"hello"}\n`;

logsProviderContract('folder', {
  open: async () => providerOf(folder({ 'web.log': WEB, 'api.log': API })),
  openEmpty: async () => providerOf(folder({ 'notes.md': 'none' })),
});

test('folder: the owner of a file is told by its place, as the kubelet and the container runtime name it', async () => {
  const id = 'a'.repeat(64);
  const dir = folder({
    'shop_web-7d4b9c6f5-x2x4z_0b1c2d3e-1111-2222-3333-444455556666/web/2.log': WEB,
    [`payments-6c8d5b7f4-bcd2f_shop_payments-${id}.log`]: API,
    'shop_db-0_0b1c2d3e-1111-2222-3333-444455556667/postgres/0.log': WEB,
    'lines.ndjson': `${JSON.stringify({ timestamp: ago(5), service: 'cart', message: 'hello' })}\n`,
  });
  const { items } = await providerOf(dir).sources(calmly());
  expect(items).toMatchObject([
    { service: 'cart' },
    { service: 'db', namespace: 'shop', pods: ['db-0'] },
    { service: 'payments', namespace: 'shop', pods: ['payments-6c8d5b7f4-bcd2f'] },
    { service: 'web', namespace: 'shop', pods: ['web-7d4b9c6f5-x2x4z'] },
  ]);
});

test('folder: lines and files that are added later are read', async () => {
  const dir = folder({ 'web.log': WEB });
  // A fresh provider each time: what one call found may serve the next for two seconds.
  expect(await scan(providerOf(dir))).toHaveLength(2);
  appendFileSync(join(dir, 'web.log'), `${ago(1)} ERROR again\n`);
  writeFileSync(join(dir, 'api.log'), API);
  expect((await scan(providerOf(dir), 'web')).map(({ level }) => level)).toEqual(['info', 'error', 'error']);
  expect(await scan(providerOf(dir), 'api')).toHaveLength(1);
});

test('folder: only the namespaces asked for, and a limit of files that is told', async () => {
  const place = (namespace: string) => `${namespace}_web-0_0b1c2d3e-1111-2222-3333-444455556666/web/0.log`;
  const dir = folder({ [place('shop')]: WEB, [place('other')]: WEB });
  expect(await scan(providerOf(dir, { namespaces: ['shop'] }))).toHaveLength(2);
  const limited = providerOf(dir, { maxFiles: 1 });
  expect(await scan(limited)).toHaveLength(2);
  expect((await limited.describe(calmly())).warnings).toEqual([expect.stringContaining('has 2 files, the newest 1')]);
});

test('folder: one that is away is unavailable, not empty', async () => {
  await expect(providerOf('/nowhere/at/all').sources(calmly())).rejects.toThrow('The folder of logs cannot be read.');
});

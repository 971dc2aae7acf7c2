import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createFolderRunbooksProvider } from '../../backends/runbooks/providers/folder.ts';
import { runbooksProviderContract } from './provider-contracts.ts';

const made: string[] = [];
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'runbooks-'));
  made.push(dir);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const providerOf = (dir: string, maxDocuments = 100) =>
  createFolderRunbooksProvider({ dir, cluster: 'shop', maxDocuments });
const calmly = () => ({ signal: new AbortController().signal });

runbooksProviderContract('folder', {
  open: async () => providerOf(folder({ 'restart.md': '# Restart' })),
  openEmpty: async () => providerOf(folder({ 'notes.txt': 'none' })),
});

test('folder: what is added, changed or removed is seen at the next call', async () => {
  const dir = folder({ 'restart.md': '# Restart', 'db/failover.md': '# Failover' });
  const provider = providerOf(dir);
  const ids = async () => (await provider.documents(calmly())).items.map(({ id }) => id);
  expect(await ids()).toEqual(['db--failover', 'restart']);
  writeFileSync(join(dir, 'restart.md'), '# Restart, again');
  rmSync(join(dir, 'db'), { recursive: true });
  writeFileSync(join(dir, 'scale.markdown'), '# Scale');
  expect(await ids()).toEqual(['restart', 'scale']);
  expect((await provider.documents(calmly())).items[0]?.markdown).toBe('# Restart, again');
});

test('folder: hidden files and links are not read, limits are warnings', async () => {
  const dir = folder({ 'a.md': '# A', 'b.md': '# B', '.git/c.md': '# C', 'big.md': 'x'.repeat(1024 * 1024 + 1) });
  symlinkSync('/etc/hostname', join(dir, 'link.md'));
  const all = providerOf(dir);
  expect((await all.documents(calmly())).items.map(({ id }) => id)).toEqual(['a', 'b']);
  expect((await all.describe(calmly())).warnings).toEqual([expect.stringMatching(/^big\.md .* skipped$/)]);
  expect((await providerOf(dir, 1).describe(calmly())).warnings).toEqual(['only the first 1 of 3 runbooks are read']);
});

test('folder: one that is away is unavailable', async () => {
  await expect(providerOf('/does/not/exist').documents(calmly())).rejects.toMatchObject({ kind: 'unavailable' });
});

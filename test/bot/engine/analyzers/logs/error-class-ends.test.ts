import { expect, test } from '@jest/globals';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { evidenceOf, findingsOf, logsOf, pattern } from './log-evidence.ts';

const line = (text: string, minute: number) => pattern('info', text, [minute], 1);

/** What the kernels of two machines wrote of the server whose files they mount, and what else was read. */
function told(others: readonly string[], ...later: readonly string[]) {
  const lines = [line('kernel: nfs: server filer-7 not responding, still trying', 6)];
  const machines = ['mill-1', 'mill-2'].map((name) => logsOf(name, [...lines, ...later.map((text) => line(text, 14))]));
  return findingsOf(errorClass.analyze(evidenceOf({ logs: [...machines, ...others.map((name) => logsOf(name, []))] })));
}

test('a server of files that does not answer is to blame, not those who wait for it', () => {
  const found = told(['filer-7']);
  expect(found).toMatchObject([
    { component: 'service/filer-7', statement: 'filer-7 does not answer as an NFS server.' },
  ]);
  expect(found[0]).not.toHaveProperty('until');
});

test('where nothing of it was read, those who wait are named as such', () => {
  expect(told([])[0]).toMatchObject({
    component: 'service/mill-1',
    statement: 'mill-1 waits for an NFS server that does not answer.',
  });
});

test('it is over when they write that it answers again, and not when another one does', () => {
  expect(told(['filer-7'], 'kernel: nfs: server filer-7 OK')[0]?.until).toBeDefined();
  expect(told(['filer-7'], 'kernel: nfs: server filer-77 OK')[0]).not.toHaveProperty('until');
});

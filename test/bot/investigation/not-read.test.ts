import { expect, test } from '@jest/globals';
import type { Coverage } from '../../../bot/domain/coverage.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import { emptyEvidence } from '../../../bot/investigation/collect.ts';
import { notReadOf } from '../../../bot/investigation/not-read.ts';

const request = { sinceSeconds: 3_600, question: '' } as InvestigationRequest;
const evidenceWith = (coverage: Partial<Record<'objects' | 'logs' | 'alerts', Coverage>>): EvidenceSet => {
  const evidence = emptyEvidence(request, '2031-03-04T10:00:00Z', []);
  return Object.assign(
    evidence,
    Object.fromEntries(
      Object.entries(coverage).map(([signal, given]) => [
        signal,
        { status: 'unknown', tool: 'list', reason: 'none', coverage: given },
      ]),
    ),
  );
};

test('a file that several backends could not read is named once', () => {
  const coverage: Coverage = {
    readings: [],
    notUnderstood: [{ file: 'kubernetes/pods.json', line: 3, reason: 'is not valid JSON' }],
  };
  expect(notReadOf(evidenceWith({ objects: coverage, logs: coverage })).notRead).toEqual([
    { source: 'kubernetes', name: 'kubernetes/pods.json', line: 3, reason: 'is not valid JSON' },
  ]);
});

test('kinds that may not be listed follow the files; a kind whose damaged file is named is not named again', () => {
  const objects: Coverage = {
    readings: [
      { kind: 'Secret', state: 'forbidden', reason: 'may not be listed (403)' },
      { kind: 'Pod', state: 'unread', reason: 'kubernetes/pods.json:3 is not valid JSON' },
      { kind: 'Certificate', state: 'not-served' },
      { kind: 'Node', state: 'seen' },
    ],
    notUnderstood: [{ file: 'kubernetes/pods.json', line: 3, reason: 'is not valid JSON' }],
  };
  expect(notReadOf(evidenceWith({ objects })).notRead.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
    'kubernetes/pods.json is not valid JSON',
    'Secret may not be listed (403)',
  ]);
});

test('of many files the first are named and all are counted', () => {
  const notUnderstood = Array.from({ length: 50 }, (_, index) => ({
    file: `x/${String(index).padStart(3, '0')}.bin`,
    reason: 'is not a part of a snapshot',
  }));
  const { notRead, notReadTotal } = notReadOf(
    evidenceWith({ logs: { readings: [], notUnderstood, notUnderstoodTotal: 900 } }),
  );
  expect(notRead).toHaveLength(50);
  expect(notReadTotal).toBe(900);
});

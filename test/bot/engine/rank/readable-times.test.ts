import { expect, test } from '@jest/globals';
import { withReadableTimes } from '../../../../bot/engine/rank/readable-times.ts';

const finding = {
  analyzer: 'refused-creation',
  component: 'service/ledger',
  cause: 'missing_service_account',
  statement: 'ledger gets no pods.',
  strength: 0.96,
  evidence: [],
} as const;

test('a time that no one can read is left out, and the finding stays', () => {
  const given = [
    { ...finding, onset: 'junk', until: '2026-03-04T10:00:00.000Z' },
    { ...finding, onset: '2026-03-04T09:00:00.000Z', until: [] as unknown as string },
    { ...finding, onset: 7 as unknown as string },
  ];
  expect(withReadableTimes(given)).toEqual([
    { ...finding, until: '2026-03-04T10:00:00.000Z' },
    { ...finding, onset: '2026-03-04T09:00:00.000Z' },
    finding,
  ]);
});

test('readable times, and none, stay as they are', () => {
  const given = [{ ...finding, onset: '2026-03-04T09:00:00Z' }, finding];
  expect(withReadableTimes(given)).toEqual(given);
});

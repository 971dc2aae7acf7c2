import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../bot/redaction/redactor.ts';
import { UNSEEN } from './unseen.ts';

test('of thirty forms of common vendors and files none comes through', async () => {
  expect(UNSEEN).toHaveLength(30);
  const redacted = await Promise.all(
    UNSEEN.map(([line]) => createRedactor({ emails: false, addresses: 'none' }).redact(line)),
  );
  expect(UNSEEN.filter(([, secret], index) => redacted[index]?.includes(secret)).map(([line]) => line)).toEqual([]);
});

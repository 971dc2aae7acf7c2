import { expect, test } from '@jest/globals';
import { parseLogEntries } from '../../../../backends/logs/patterns/index.ts';

const read = (text: string) => [...parseLogEntries(text, { recordedAt: new Date('2026-12-31T00:00:00Z') })][0];

test('a sentence that cites fields, one of them called message, is read as it stands', () => {
  const sentence =
    "request 7d0f failed: Received: 'Bad Gateway, status code 502' (account=quay-7, errorCode=000, message=HTTP answer - Bad Gateway)";
  expect(read(`2026-03-04 05:06:07,100 ERROR [io.quay.Hoist] (executor-3) ${sentence}`)).toMatchObject({
    level: 'error',
    text: expect.stringContaining(sentence),
  });
});

test('fields with a message of one word, or in quotes, are logfmt behind whatever stands before them', () => {
  expect(read('hoist-1 | level=error msg=refused berth=7')).toMatchObject({ level: 'error', text: 'refused' });
  expect(read('level=error berth=7 msg="rope is slack"')).toMatchObject({ level: 'error', text: 'rope is slack' });
});

import { expect, test } from '@jest/globals';
import { deniedCall } from '../../../../../bot/engine/analyzers/logs/denied-call.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const analyze = (text: string, minutes = now) =>
  deniedCall.analyze(evidenceOf({ logs: [logsOf('till', [pattern('error', text, minutes)])] }));

test.each([
  ['Request failed with status code 401 (GET https://api.cards.example/v1)', 'credentials_expired'],
  ['403 Client Error: Forbidden for url: https://sqs.eu-west-1.amazonaws.com/4711/orders', 'cloud_permission_denied'],
])('%s is the caller’s credential or right', (text, cause) => {
  expect(findingsOf(analyze(text))).toEqual([expect.objectContaining({ component: 'service/till', cause })]);
});

test.each([
  ['an answer of its own', '10.0.0.9 "GET /v1 HTTP/1.1" 401 17 "https://shop.test/"', now],
  ['a few', 'Request failed with status code 401 (GET https://api.cards.example/v1)', [28, 29]],
  ['a page that is missing', 'Request failed with status code 404 (GET https://api.cards.example/v1)', now],
  ['nobody named', 'answered 403', now],
  [
    'what names its cause in words',
    'An error occurred (AccessDenied) when calling PutObject: 403 Forbidden https://s3.amazonaws.com/a',
    now,
  ],
])('is clear for %s', (_, text, minutes) => {
  expect(analyze(text, minutes).status).toBe('clear');
});

// RFC 9110, 15.5.2: a 401 is said of one request, so that the last one is the last time that anybody was denied.
test('is over once calls are denied no more while the caller writes on', () => {
  const text = 'Request failed with status code 401 (GET https://api.cards.example/v1)';
  const [over] = findingsOf(analyze(text, range(4, 14)));
  expect(over).toMatchObject({ cause: 'credentials_expired', until: expect.stringContaining('T05:13:') });
  expect(findingsOf(analyze(text))[0]?.until).toBeUndefined();
});

test('is unknown without logs', () => {
  expect(deniedCall.analyze(evidenceOf({})).status).toBe('unknown');
});

import { expect, test } from '@jest/globals';
import { pathNotFound } from '../../../../../bot/engine/analyzers/logs/path-not-found.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const analyze = (text: string, minutes = now) =>
  pathNotFound.analyze(evidenceOf({ logs: [logsOf('till', [pattern('error', text, minutes)])] }));

test.each([
  'Request failed with status code 404 (GET http://prices:8080/api/v2/quotes)',
  '404 Client Error: Not Found for url: http://prices:8080/api/v2/quotes',
  'GET http://prices:8080/api/v2/quotes: unexpected status 404',
])('%s: the caller asks for what is not served', (text) => {
  expect(findingsOf(analyze(text))).toEqual([
    expect.objectContaining({ component: 'service/till', cause: 'service_env_var_address_mismatch' }),
  ]);
});

test.each([
  ['an answer of its own', '10.0.0.9 "GET /v1 HTTP/1.1" 404 17 "https://shop.test/"', now],
  ['a few', 'Request failed with status code 404 (GET http://prices:8080/api/v2/quotes)', [28, 29]],
  ['another status', 'Request failed with status code 401 (GET http://prices:8080/api/v2/quotes)', now],
  ['nobody named', 'answered 404', now],
])('is clear for %s', (_, text, minutes) => {
  expect(analyze(text, minutes).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(pathNotFound.analyze(evidenceOf({})).status).toBe('unknown');
});

import { expect, test } from '@jest/globals';
import { compilePattern } from '../../../backends/common/pattern.ts';

test.each([
  ['timeout', 'Request TIMEOUT after 3s', true],
  ['refused|reset', 'connection reset by peer', true],
  ['^GET /a', 'GET /a HTTP/1.1', true],
  ['^GET /a', 'a GET /a', false],
  ['\\bd{2}\\b', 'x dd y', true],
  ['status=5\\d\\d', 'status=503', true],
  ['a.c', 'abc', true],
  ['first.*second', 'first\nsecond', false],
])('%s on %p is %p', (pattern, text, expected) => {
  expect(compilePattern(pattern, 'pattern')(text)).toBe(expected);
});

test('case counts when asked', () => {
  expect(compilePattern('Web', 'labels', { caseSensitive: true })('web')).toBe(false);
  expect(compilePattern('We[b]', 'labels', { caseSensitive: true })('web')).toBe(false);
});

test.each(['(', '[a', 'a{2,1}', '(?=x)', '\\1', '*'])('%s is refused with the reason', (pattern) => {
  expect(() => compilePattern(pattern, 'pattern')).toThrow(/Parameter pattern is not a regular expression/);
});

test.each(['(a+)+$', '(a|aa)+$', '(.*)*x', '([a-z]+)*!'])('%s cannot stall on hostile text', (pattern) => {
  const matches = compilePattern(pattern, 'pattern');
  matches(`${'a'.repeat(20_000)}b`);
});

import { expect, test } from '@jest/globals';
import { createApiKeyCheck, openApiKeyRing } from '../../../backends/common/api-key.ts';

test('any of the accepted keys fits, and nothing else does', () => {
  const matches = createApiKeyCheck('the-current-key', 'the-previous-key');
  for (const key of ['the-current-key', 'the-previous-key']) expect(matches(key)).toBe(true);
  for (const key of [undefined, '', 'the-current-ke', 'the-current-key,the-previous-key']) {
    expect(matches(key)).toBe(false);
  }
});

test('no key at all, or an empty one, would let everyone in', () => {
  expect(() => createApiKeyCheck()).toThrow('let everyone in');
  expect(() => createApiKeyCheck('the-current-key', '')).toThrow('let everyone in');
});

test('a ring takes new keys, and keeps those it has where the new ones cannot be used', () => {
  let keys: readonly string[] = ['the-first-key'];
  const ring = openApiKeyRing(() => keys);
  keys = ['the-second-key'];
  expect(ring.matches('the-second-key')).toBe(false);
  ring.reload();
  expect([ring.matches('the-first-key'), ring.matches('the-second-key')]).toEqual([false, true]);
  keys = [];
  expect(() => ring.reload()).toThrow();
  expect(ring.matches('the-second-key')).toBe(true);
});

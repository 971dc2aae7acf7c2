import { expect, test } from '@jest/globals';
import { DEFAULT_PORTS, PART_NAMES } from '../../../infra/local/parts.ts';

test('every part has a default port of its own', () => {
  expect(new Set(Object.values(DEFAULT_PORTS)).size).toBe(PART_NAMES.length);
});

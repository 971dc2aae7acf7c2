import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Makes a check of presented API keys against the one expected. Both are hashed first, so that the comparison takes the
 * same time whatever the length or the first differing character.
 */
export function createApiKeyCheck(expected: string): (presented: string | undefined) => boolean {
  if (expected === '') throw new Error('an empty API key would let everyone in');
  const wanted = hash(expected);
  return (presented) => timingSafeEqual(hash(presented ?? ''), wanted);
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

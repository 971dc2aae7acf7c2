import fc from 'fast-check';

const SURROGATES_FROM = 0xd800;
const SURROGATES = 0x800;
const LAST = 0x10_ffff;

/**
 * Any character of Unicode, as `unit` of `fc.string`: what fast-check calls 'binary'. Its own takes most of a second to begin
 * with, as it makes a table of all 1.1 million of them.
 */
export const anyCharacter = fc
  .nat({ max: LAST - SURROGATES })
  .map((n) => String.fromCodePoint(n < SURROGATES_FROM ? n : n + SURROGATES), ordinalOf);

function ordinalOf(value: unknown): number {
  const point = typeof value === 'string' ? value.codePointAt(0) : undefined;
  if (point === undefined || String.fromCodePoint(point) !== value || !value.isWellFormed())
    throw new Error('not one character');
  return point < SURROGATES_FROM ? point : point - SURROGATES;
}

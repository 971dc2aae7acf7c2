import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escaped, escapedLine, literal, literalLine, typedText } from '../../../../bot/slack/views/text.ts';
import { processorMs } from '../../../support/processor-time.ts';
import { hostileText } from './hostile.ts';

test('what Slack reads as markup is escaped', () => {
  expect(escaped('<!channel> a & b', 100)).toBe('&lt;!channel&gt; a &amp; b');
});

test('no text is longer than allowed once escaped, none is cut within a character or an entity', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 300 }), (text, max) => {
      for (const make of [literal, literalLine, escaped, escapedLine]) {
        const made = make(text, max);
        expect(made.length).toBeLessThanOrEqual(max);
        expect(made.isWellFormed()).toBe(true);
        expect(made.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(
          make === escaped || make === escapedLine ? /[<>&]/ : /\u202e/,
        );
      }
    }),
  );
});

test('a cut ends in an ellipsis and between whole characters', () => {
  expect(literal('abcdef', 4)).toBe('abc…');
  expect(literal('abcd', 4)).toBe('abcd');
  const family = '👩‍👩‍👧‍👦';
  expect(literal(`${family}${family}`, family.length + 3)).toBe(`${family}…`);
  expect(escaped('<<<<', 9)).toBe('&lt;&lt;…');
});

test('hidden and reordering characters go, joiners that letters need stay', () => {
  expect(literal('a\u202eb\u200bc\u0000d\u2066e\ufefff', 100)).toBe('abcdef');
  expect(literal('می\u200cخواهم', 100)).toBe('می\u200cخواهم');
  expect(literal('half \ud83d', 100)).toBe('half \ufffd');
});

test('a line of a megabyte costs no more than a short one', async () => {
  const long = 'x'.repeat(20_000_000);
  const spent = await processorMs(() => {
    for (let times = 0; times < 100; times += 1) escapedLine(long, 300);
  });
  expect(spent).toBeLessThan(2_000);
});

test('a line has no breaks and cannot end the bold or code it is put into', () => {
  expect(escapedLine('a\r\n*b*\u2028`c`', 100)).toBe('a ∗b∗ ˋcˋ');
});

test('what Slack encoded of what was typed is read back', () => {
  expect(
    typedText('&lt;a&gt; &amp;amp; <@U1|ann> <@U2> <#C1|ops> <!here> <https://x.example|x> <https://y.example>'),
  ).toBe('<a> &amp; @ann @U2 #ops !here x https://y.example');
});

import fc from 'fast-check';
import { anyCharacter } from '../../../support/any-character.ts';

/** Texts that break careless messages: very long, hidden, reordered, mentioning, half a character. */
const WORST = [
  'a'.repeat(1_000_000),
  '&'.repeat(20_000),
  '<!channel> <!here> <@U012AB3CD> <https://evil.example|your bank>',
  '<!date^1^{date}^https://evil.example|x>',
  '*bold* _it_ ~no~ `code` ```block``` > quote',
  '\u202eevil\u202c \u2066x\u2069 \u200f\u200b\ufeff',
  '\u0000\u0007\u001b[31mred\u001b[0m\u009b',
  `e${'\u0301'.repeat(5_000)}`,
  '👩‍👩‍👧‍👦'.repeat(3_000),
  '🏳️‍🌈 👍🏽 ﷽',
  '\ud83d half \udc00',
  'line\r\nline\u2028line\u2029line\n\n\n\n',
  '   \n\t ',
  '',
  '{"json":"\\"quoted\\""}',
  ':smile: @here #general http://auto.example',
];

const MIXED =
  '<!channel> <@U0VICTIM00> <#C0VICTIM00> <!subteam^S0VICTIM0> <https://evil.example|your bank> *_~`x`~_* > ```\n' +
  '![](@U0VICTIM00) [your bank](https://evil.example) 2026-01-02T03:04:05Z|2026-01-02T04:04:05Z \u202e\u0000\ud83d\u200b👩‍👩‍👧‍👦';

/** What each is, and the text: for filling every field with it. */
export const WORST_TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['everything at once', MIXED],
  ['a megabyte of everything', MIXED.repeat(4_000)],
  ['a megabyte of one line', 'a'.repeat(1_000_000)],
  ['a megabyte that escapes to more', '&<>'.repeat(350_000)],
  ['mentions and disguised links', '<!channel> <!here> <@U0VICTIM00> <https://evil.example|your bank>'],
  ['a date that is a link', '<!date^1^{date}^https://evil.example|x>'],
  ['nested marks', '*bold _it ~no `code ```block``` > quote~_*'],
  ['characters that reorder and hide', '\u202eevil\u202c \u2066x\u2069 \u200f\u200b\ufeff\u00ad\u2060'],
  ['control characters', '\u0000\u0007\u001b[31mred\u001b[0m\u009b'],
  ['halves of characters', '\ud83d half \udc00'.repeat(2_000)],
  ['emoji of many parts', '👩‍👩‍👧‍👦'.repeat(3_000)],
  ['a letter with thousands of marks', `e${'\u0301'.repeat(5_000)}`],
  ['lines of every kind', 'line\r\nline\u2028line\u2029line\n\n\n\n'],
  ['times', '2026-01-02T03:04:05Z 2026-01-02T03:04:06Z|2026-13-99T99:99:99Z'],
  ['nothing that can be seen', '   \n\t\u200b '],
  ['nothing', ''],
  ['quotes', '{"json":"\\"quoted\\""}'.repeat(60)],
  ['an address and names', ':smile: @here #general http://auto.example javascript:alert(1)'],
];

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORST) },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 400 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4_000 }) },
);

/** Names as long and odd as a foreign source may send them. */
export const hostileName = fc.oneof(hostileText, fc.constantFrom('checkout', 'node-1'));

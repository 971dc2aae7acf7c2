import fc from 'fast-check';

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

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORST) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4_000 }) },
);

/** Names as long and odd as a foreign source may send them. */
export const hostileName = fc.oneof(hostileText, fc.constantFrom('checkout', 'node-1'));

import type { SecretRule } from './rules.ts';

/**
 * Numbers that stand for a person's money or identity. Digits alone are common in logs, so each needs its own check
 * sum, its usual grouping, or a word in front of it.
 */
export const IDENTITY_RULES: readonly SecretRule[] = [
  // ISO/IEC 7812: 13 to 19 digits of a known issuer, bare or in groups, whose Luhn sum is right.
  {
    kind: 'card',
    pattern: /(?<![\w.:/-])(?:3[0-9]|4\d|5\d|6\d|2[2-7])\d{2}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-]|\.\d)/g,
    accept: isCard,
  },
  { kind: 'card', pattern: /(?<![\w.:/-])3[47]\d{2}[ -]\d{6}[ -]\d{5}(?![\w-])/g, accept: isCard },
  {
    kind: 'card',
    pattern:
      /\b(?:cvv2?|cvc2?|card[_ -]?(?:security[_ -]?)?code)\b["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>\d{3,4})(?!\d)/gi,
  },
  // ISO 13616: country, check digits, up to 30 letters and digits, whose remainder by 97 is one.
  {
    kind: 'IBAN',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g,
    accept: isIban,
  },
  // United States social security numbers: no area 000, 666 or 9xx, no group 00, no serial 0000.
  { kind: 'identity number', pattern: /(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/g },
  {
    kind: 'identity number',
    pattern:
      /\b(?:ssn|social[_ -]security(?:[_ -]number)?|tax[_ -]?id|passport(?:[_ -]?(?:no|number))?|national[_ -]?id)\b["']?\s{0,3}[:=#]\s{0,3}["']?(?<secret>(?=[A-Z0-9-]*\d{3})[A-Z0-9-]{6,20})(?![\w-])/gi,
  },
  // E.164, or grouped as people write numbers; a time zone has four digits, an offset no groups.
  {
    kind: 'phone number',
    pattern: /(?<![\w.+-])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){2,4}(?![\w-]|[.:]\d)/g,
    accept: isPhone,
  },
  { kind: 'phone number', pattern: /(?<![\w.-])\(\d{3}\)[ -]?\d{3}[ .-]\d{4}(?![\w-])/g },
  {
    kind: 'phone number',
    pattern:
      /\b(?:phone|mobile|tel|telephone|msisdn|cell)(?:[_ -]?(?:no|number))?["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>\+?\d[\d ().-]{6,18}\d)(?![\w-])/gi,
  },
];

/** Luhn's sum over the digits, for 13 to 19 of them. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The rearranged number's remainder by 97, digit by digit. */
function isIban(text: string): boolean {
  const plain = text.replace(/ /g, '');
  if (plain.length < 15 || plain.length > 34) return false;
  const rearranged = `${plain.slice(4)}${plain.slice(0, 4)}`;
  let remainder = 0;
  for (const character of rearranged) {
    for (const digit of Number.parseInt(character, 36).toString()) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 9 && digits <= 15;
}

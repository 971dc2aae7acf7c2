import { IBAN_LENGTHS } from './iban-lengths.ts';
import type { SecretRule } from './rules.ts';

/**
 * Numbers that stand for a person's money or identity. Digits alone are common in logs, so each needs its own check
 * sum, its usual grouping, or a word in front of it.
 */
export const IDENTITY_RULES: readonly SecretRule[] = [
  // ISO/IEC 7812: bare, or in the groups that are printed on the cards, of a known issuer, whose Luhn sum is right.
  { kind: 'card', pattern: /(?<![\w.:/-])[3-6]\d{12,18}(?![\w-]|\.\d)/g, accept: isCard },
  {
    kind: 'card',
    pattern:
      /(?<![\w.:/-])(?<secret>[2-6]\d{3}(?:(?<gap>[ .\u00a0\u2009-]|[ ]{2})(?:\d{4}\k<gap>\d{4}\k<gap>\d{4}(?:\k<gap>\d{3})?|\d{6}\k<gap>\d{4,5})))(?![\w-]|\.\d)/g,
    accept: isCard,
  },
  { kind: 'card', pattern: /(?<![\w.:/-])6\d{5}[ -]\d{13}(?![\w-]|\.\d)/g, accept: isCard },
  // Behind a word for it the sum alone decides, whatever its length and groups.
  {
    kind: 'card',
    pattern:
      /(?<![A-Za-z])(?:credit|debit|payment)?[_ -]?(?:card|pan|ccn?|cc[_-]?num)(?:[_ -]?(?:no|num|number))?\\{0,15}["']?[\s:=#_]{1,4}\\{0,15}["']?(?<secret>\d(?:(?:[ .+-]|%20)?\d){12,18})(?!\d)/gi,
    accept: (text) => hasLuhnSum(text.replace(/%20|\D/g, '')),
  },
  {
    kind: 'card',
    pattern:
      /\b(?:cvv2?|cvc2?|cvn2?|csc|(?:card|security)[_ -]?(?:security[_ -]?)?code)\b["']?\s{0,3}(?:=>|[:=])\s{0,3}["']?(?<secret>\d{3,4})(?!\d)/gi,
  },
  // ISO 13616: country, check digits, up to 30 letters and digits, as many as its country has, whose remainder by 97 is one.
  {
    kind: 'IBAN',
    pattern: /(?<![A-Za-z0-9-])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/gi,
    accept: isIban,
  },
  // United States social security numbers: no area 000, 666 or 9xx, no group 00, no serial 0000.
  { kind: 'identity number', pattern: /(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/g },
  {
    kind: 'identity number',
    pattern:
      /\b(?:ssn|social[_ -]security(?:[_ -]number)?|tax[_ -]?id|passport(?:[_ -]?(?:no|number))?|national[_ -]?id)\b["']?\s{0,3}[:=#]\s{0,3}["']?(?<secret>(?=[A-Z0-9-]*\d{3})[A-Z0-9-]{6,20})(?![\w-])/gi,
  },
  // France's: sex, year, month, department, commune, order, and a key that makes up 97; printed in groups, or behind its name.
  {
    kind: 'identity number',
    pattern:
      /(?<![\w.-])(?<secret>[12](?<gap>[ .\u00a0-])\d{2}\k<gap>(?:0[1-9]|1[0-2]|[2-9]\d)\k<gap>(?:\d{2}|2[AB])\k<gap>\d{3}\k<gap>\d{3}\k<gap>\d{2})(?![\w-])/g,
    accept: isNir,
  },
  {
    kind: 'identity number',
    only: /\bnir\b|s[ée]cu/i,
    pattern: /(?<![\w.-])[12]\d{4}(?:\d{2}|2[AB])\d{8}(?![\w-]|\.\d)/g,
    accept: isNir,
  },
  // Numbers of other countries, behind their own name: Brazil's CPF, Spain's DNI and NIE, Poland's PESEL, and such.
  {
    kind: 'identity number',
    pattern:
      /(?<![A-Za-z])(?:cpf|cnpj|dni|nie|nif|pesel|bsn|nino?|nhs|sin|aadhaar|codice[_ ]fiscale|personnummer|steuer-?id|avs|ahv|curp|rut)(?:[_ -]?(?:no|nr|num|number|id))?["']?\s{0,3}[:=#]?\s{0,3}["']?(?<secret>(?=[A-Z\d./ -]{0,24}\d{2}[A-Z\d./ -]{0,20}\d)[A-Z]{0,2}\d[A-Z\d./-]{6,18}(?<=\w))(?![\w-])/gi,
  },
  // The same as the column of a table, by their check sums: PESEL's, CPF's.
  { kind: 'identity number', only: /\bpesel\b/i, pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g, accept: isPesel },
  {
    kind: 'identity number',
    only: /\bcpf\b/i,
    pattern: /(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w-]|\.\d)/g,
    accept: isCpf,
  },
  // E.164, or grouped as people write numbers; a time zone has four digits, an offset no groups.
  {
    kind: 'phone number',
    pattern: /(?<![\w.+-])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}(?![\w-]|[.:]\d)/g,
    accept: isPhone,
  },
  // Behind 00, which is what most countries dial for the plus: in groups, of which the last is no byte of a dump.
  {
    kind: 'phone number',
    pattern:
      /(?<![\w.:/+-])(?:00|011[ .-])[1-9]\d{0,2}[ .-](?:\(\d{1,4}\)[ .-]?)?\d{1,5}(?:[ .-]\d{2,8}){1,4}(?<=\d{3})(?![\w-]|[.:]\d|\s\d)/g,
    accept: isPhone,
  },
  { kind: 'phone number', pattern: /\b(?:tel|sms|callto):(?<secret>\+?\d[\d().-]{6,20})/g },
  { kind: 'phone number', pattern: /(?<![\w.-])\(\d{3}\)[ -]?\d{3}[ .-]\d{4}(?![\w-])/g },
  {
    kind: 'phone number',
    pattern:
      /\b(?:phone|mobile|tel|telephone|msisdn|cell)(?:[_ -]?(?:no|number))?["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>\+?\d[\d ().-]{6,18}\d)(?![\w-])/gi,
  },
];

/** How issuers' numbers begin, by how long they are. */
const ISSUERS: Readonly<Record<number, RegExp>> = {
  13: /^4/,
  14: /^3(?:0[0-5]|[689])/,
  15: /^3[47]/,
  16: /^(?:4|5|6|35|2[2-7])/,
  19: /^(?:62|6[37]|50|5[68])/,
};

function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return ISSUERS[digits.length]?.test(digits) === true && hasLuhnSum(digits);
}

/** Luhn's sum over the digits, which are not all the same. */
function hasLuhnSum(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Poland's: ten digits weighed by 1, 3, 7 and 9 in turn, and what is missing to a multiple of ten. */
function isPesel(text: string): boolean {
  const digits = [...text].map(Number);
  const sum = digits.slice(0, 10).reduce((total, digit, index) => total + digit * [1, 3, 7, 9][index % 4]!, 0);
  return (10 - (sum % 10)) % 10 === digits[10];
}

/** Brazil's: each of the last two digits is a sum of those before it by falling weights, modulo 11. */
function isCpf(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  if (new Set(digits).size === 1) return false;
  return [9, 10].every((place) => {
    const sum = digits.slice(0, place).reduce((total, digit, index) => total + digit * (place + 1 - index), 0);
    return ((sum * 10) % 11) % 10 === digits[place];
  });
}

/** France's: Corsica's departments count as 19 and 18; the key is what the rest of the number lacks to a multiple of 97. */
function isNir(text: string): boolean {
  const digits = text
    .replace(/[^\dAB]/g, '')
    .replace('2A', '19')
    .replace('2B', '18');
  return digits.length === 15 && 97n - (BigInt(digits.slice(0, 13)) % 97n) === BigInt(digits.slice(13));
}

/** The rearranged number's remainder by 97, digit by digit. */
function isIban(text: string): boolean {
  const plain = text.replace(/[ -]/g, '').toUpperCase();
  if (IBAN_LENGTHS[plain.slice(0, 2)] !== plain.length) return false;
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

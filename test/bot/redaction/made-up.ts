import { createLetters } from './planted-secrets.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';

/** One sample: where it is met, the text, and what must not come through, not even six characters of it. */
export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly secret: string;
}

/** Values of the forms that vendors and banks write, made up and the same at every run. Nothing of them opens anything. */
export function createMadeUp(seed: string) {
  const letters = createLetters(seed);
  const word = (length: number) => letters(length, UPPER + LOWER + DIGITS);
  return {
    digits: (length: number) => letters(length, DIGITS),
    hex: (length: number) => letters(length, `${DIGITS}abcdef`),
    lower: (length: number) => letters(length, LOWER),
    upper: (length: number) => letters(length, UPPER),
    base32: (length: number) => letters(length, `${UPPER}234567`),
    /** All three kinds of characters occur. */
    word: (length: number) => `${word(length - 4)}xQ7b`,
    base64: (bytes: number) => Buffer.from(letters(bytes, UPPER + LOWER + DIGITS)).toString('base64'),
    /** A number of an issuer with its check digit (ISO/IEC 7812), in groups of the given lengths. */
    card(prefix: string, groups: readonly number[], between: string) {
      const length = groups.reduce((sum, group) => sum + group, 0);
      const body = prefix + letters(length - prefix.length - 1, DIGITS);
      return inGroups(body + checkDigit(body), groups, between);
    },
    /** A number of a country with its check digits (ISO 13616), of which the account is given as a picture: 9 is a digit, A a letter. */
    iban(country: string, picture: string, between = '') {
      const account = [...picture].map((one) => (one === '9' ? letters(1, DIGITS) : letters(1, UPPER))).join('');
      const plain = `${country}${98 - remainder(`${account}${country}00`)}`.replace(/^(..)(\d)$/, '$10$2') + account;
      return between === '' ? plain : (plain.match(/.{1,4}/g) ?? []).join(between);
    },
    jwt: () =>
      `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.${Buffer.from(`{"sub":"${word(9)}"}`).toString('base64url')}.${word(43)}`,
  };
}

function inGroups(text: string, groups: readonly number[], between: string): string {
  const ends = groups.map((_length, index) => groups.slice(0, index + 1).reduce((sum, group) => sum + group, 0));
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)).join(between);
}

function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

function remainder(text: string): number {
  const number = [...text].map((one) => Number.parseInt(one, 36)).join('');
  return Number(BigInt(number) % 97n);
}

/** Whether something of a secret is left: six characters of it that stand beside each other, or all of a shorter one. */
export function isLeft(secret: string, text: string): boolean {
  const size = Math.min(6, secret.length);
  for (let from = 0; from + size <= secret.length; from += 1) {
    const piece = secret.slice(from, from + size);
    if (!/\s/.test(piece) && text.includes(piece)) return true;
  }
  return text.includes(secret);
}

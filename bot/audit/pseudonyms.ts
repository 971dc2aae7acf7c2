import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** A Slack user of a team. */
export interface AuditedPerson {
  readonly team: string;
  readonly person: string;
}

/** Length of a person's key, in bytes. */
export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Sealed words are padded to multiples of this, so that their length says little. */
const BLOCK = 64;

/** What a person is called in the audit. Without the key nobody can make or undo it. */
export function pseudonymOf(key: Uint8Array, { team, person }: AuditedPerson): string {
  return `person-${createHmac('sha256', key).update(`name\n${team}\n${person}`).digest('hex').slice(0, 24)}`;
}

/** Words that can be read with the person's key only: AES-256-GCM, as base64url of nonce, tag and text. */
export function seal(key: Uint8Array, words: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wordsKey(key), iv);
  const plain = Buffer.from(words);
  const padded = Buffer.concat([plain, Buffer.from([0x80]), Buffer.alloc(BLOCK - ((plain.length + 1) % BLOCK))]);
  const text = Buffer.concat([cipher.update(padded), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
}

/** What was sealed with this key; undefined where it was sealed with another, or is damaged. */
export function unseal(key: Uint8Array, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', wordsKey(key), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const padded = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(0x80)).toString();
  } catch {
    return undefined; // The tag does not hold: another key, or other bytes.
  }
}

function wordsKey(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('words').digest();
}

/** `<@U…>` and `<@U…|name>` as Slack writes people. */
const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;
/** An id as it stands in the name of a fact. */
const ID = /\b[UW](?=[A-Z0-9]*\d)[A-Z0-9]+\b/g;

/** Ids of the people whom a text mentions, each once. */
export function mentionedIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(MENTION)].map(([, id]) => id as string))];
}

/** Ids of people in the name of a fact, each once. */
export function idsIn(fact: string): readonly string[] {
  return [...new Set([...fact.matchAll(ID)].map(([id]) => id))];
}

/** A text with pseudonyms in place of mentions. */
export function withoutMentions(text: string, nameOf: (id: string) => string): string {
  return text.replace(MENTION, (_all, id: string) => nameOf(id));
}

/** The name of a fact with pseudonyms in place of ids. */
export function withoutIds(fact: string, nameOf: (id: string) => string): string {
  return fact.replace(ID, (id) => nameOf(id));
}

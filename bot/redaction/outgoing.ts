import type { Redacted } from '../domain/redacted.ts';
import { withoutSecrets } from './redactor.ts';

/** Arguments of Slack's methods that people read. Ids, tokens, addresses and what comes back to us are left as they are. */
const READ_BY_PEOPLE = new Set([
  ...['text', 'blocks', 'attachments', 'view', 'markdown_text', 'chunks', 'initial_comment', 'title', 'files'],
  ...['alt_text', 'filename', 'document_content', 'changes', 'status', 'topic', 'purpose', 'name'],
]);
/** Of those, the ones that are written as JSON. */
const AS_JSON = new Set(['blocks', 'attachments', 'view', 'chunks', 'files', 'document_content', 'changes']);
/** Within those: what Slack or we read again. A presigned link would not open any more. */
const NOT_READ = new Set([
  ...['url', 'image_url', 'thumb_url', 'value', 'action_id', 'block_id', 'callback_id', 'external_id', 'id'],
  ...['private_metadata', 'type', 'hash', 'channel_id', 'user_id', 'initial_user', 'initial_users'],
]);

/**
 * The body of a request to Slack without the secrets that our rules know: the last look at it, whoever wrote it. Forms
 * and JSON are read field by field, files as text; what is no text (a picture) stays.
 */
export function redactedBody(body: NonNullable<RequestInit['body']>): Redacted<NonNullable<RequestInit['body']>> {
  return clean(body) as Redacted<NonNullable<RequestInit['body']>>;
}

/** What rides on an acknowledgement, in the same way. */
export function redactedAnswer(value: unknown): Redacted<unknown> {
  return cleanValue(value) as Redacted<unknown>;
}

/** A file for Slack in the same way: text without secrets, anything else as it is. */
export function redactedFile(content: string | Uint8Array): Redacted<Uint8Array<ArrayBuffer>> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return cleanFile(bytes) as Redacted<Uint8Array<ArrayBuffer>>;
}

function clean(body: NonNullable<RequestInit['body']>): NonNullable<RequestInit['body']> {
  if (typeof body === 'string') return body.startsWith('{') ? cleanJson(body) : cleanForm(body);
  if (body instanceof URLSearchParams) return cleanForm(body.toString());
  if (body instanceof Uint8Array) return cleanFile(new Uint8Array(body));
  if (!(body instanceof FormData)) return body;
  const fields = new FormData();
  for (const [name, value] of body) fields.append(name, typeof value === 'string' ? cleanField(name, value) : value);
  return fields;
}

function cleanForm(body: string): string {
  const fields = [...new URLSearchParams(body)];
  const cleaned = fields.map(([name, value]): [string, string] => [name, cleanField(name, value)]);
  // As it was where nothing was found: written anew it might be encoded otherwise.
  if (cleaned.every(([, value], index) => value === fields[index]?.[1])) return body;
  return new URLSearchParams(cleaned).toString();
}

function cleanField(name: string, value: string): string {
  if (!READ_BY_PEOPLE.has(name)) return value;
  return AS_JSON.has(name) ? cleanJson(value) : withoutSecrets(value);
}

function cleanJson(text: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return withoutSecrets(text); // No JSON after all.
  }
  return JSON.stringify(cleanValue(parsed));
}

function cleanValue(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return NOT_READ.has(name) ? value : withoutSecrets(value);
  if (Array.isArray(value)) return value.map((inner) => cleanValue(inner, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleanValue(inner, key)]));
}

function cleanFile(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const cleaned: string = withoutSecrets(text);
    return cleaned === text ? bytes : new TextEncoder().encode(cleaned);
  } catch {
    return bytes; // No text.
  }
}

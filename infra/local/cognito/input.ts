import { AwsError } from '../aws-json.ts';
import type { PoolState, PoolUser } from './state.ts';

/** The parameters of one call, unchecked. */
export type Input = Readonly<Record<string, unknown>>;

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** A required string; `pattern` is Cognito's own. */
export function text(input: Input, name: string, pattern = /^[\s\S]{1,131072}$/u): string {
  const value = input[name];
  if (typeof value === 'string' && pattern.test(value)) return value;
  const found = value === undefined ? 'null' : 'the given value';
  throw invalid(`1 validation error detected: Value ${found} at '${name}' failed to satisfy constraint`);
}

/** A string map such as AuthParameters; empty when absent. */
export function textMap(input: Input, name: string): Record<string, string> {
  const value = input[name] ?? {};
  if (typeof value !== 'object' || value === null) throw invalid(`${name} must be a map`);
  const entries = Object.entries(value);
  if (entries.some(([, one]) => typeof one !== 'string')) throw invalid(`${name} must hold strings`);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** How many a page may hold: 1 to 60, 60 when absent. */
export function pageSize(input: Input): number {
  const limit = input.Limit ?? 60;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= 60) return limit;
  throw invalid("1 validation error detected: Value at 'limit' failed to satisfy constraint");
}

/** One page of `items` and the token of the next, which is undefined on the last page. */
export function page<T>(items: readonly T[], limit: number, token: unknown): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalid('Invalid pagination token');
  const end = start + limit;
  const next = end < items.length ? { next: Buffer.from(String(end)).toString('base64url') } : {};
  return { items: items.slice(start, end), ...next };
}

const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

export function username(input: Input): string {
  return text(input, 'Username', USERNAME);
}

/** The user that the call names, by user name or by `sub`. Throws UserNotFoundException. */
export function findUser(state: PoolState, name: string): PoolUser {
  const key = name.toLowerCase();
  const found = state.users[key] ?? Object.values(state.users).find((user) => user.attributes.sub === key);
  if (!found) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return found;
}

const STANDARD = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
];

/** The pool's own attributes, which the CUSTOM_AUTH triggers read. */
export const CUSTOM_ATTRIBUTES = ['custom:slack_team_id', 'custom:slack_user_id'];

/** The attributes of a call as a map. Throws InvalidParameterException for one that the pool's schema lacks. */
export function attributes(input: Input): Record<string, string> {
  const list = input.UserAttributes ?? [];
  if (!Array.isArray(list)) throw invalid('UserAttributes must be a list');
  const result: Record<string, string> = {};
  for (const { Name, Value = '' } of list as { Name?: string; Value?: string }[]) {
    if (Name === 'sub') throw invalid('Cannot modify the non-mutable attribute sub');
    if (!Name || !(STANDARD.includes(Name) || CUSTOM_ATTRIBUTES.includes(Name))) {
      throw invalid(`Attributes did not conform to the schema: ${Name}: The attribute is not defined in schema.`);
    }
    if (Name === 'email' && Value !== '' && !/^[^\s@]+@[^\s@]+$/.test(Value)) {
      throw invalid('Invalid email address format.');
    }
    if (Value.length > 2048) throw invalid(`Attributes did not conform to the schema: ${Name}: too long`);
    result[Name] = Value;
  }
  return result;
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../secrets.ts';

/** A user as the pool keeps it; times are unix seconds. */
export interface PoolUser {
  readonly username: string;
  attributes: Record<string, string>;
  enabled: boolean;
  status: 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED';
  groups: string[];
  readonly createdAt: number;
  modifiedAt: number;
}

export interface PoolGroup {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly createdAt: number;
}

/** A refresh token in use; the key it is kept under is the SHA-256 of the token. */
export interface Grant {
  readonly username: string;
  readonly clientId: string;
  readonly originJti: string;
  readonly authTime: number;
  readonly expiresAt: number;
}

/** One user pool with one client. User names are keys in lower case, as in a pool that ignores case. */
export interface PoolState {
  readonly poolId: string;
  readonly clientId: string;
  readonly createdAt: number;
  users: Record<string, PoolUser>;
  groups: Record<string, PoolGroup>;
  grants: Record<string, Grant>;
}

export interface PoolStore {
  readonly state: PoolState;
  /** Writes the state to its file; nothing is lost by ending the process after it returns. */
  save(): void;
}

/** Now, in whole unix seconds. */
export const unixNow = () => Math.floor(Date.now() / 1000);

function randomText(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

function newPool(region: string): PoolState {
  const createdAt = unixNow();
  const roles = ['admin', 'responder', 'viewer'];
  return {
    poolId: `${region}_${randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 9)}`,
    clientId: randomText('abcdefghijklmnopqrstuvwxyz0123456789', 26),
    createdAt,
    users: {},
    groups: Object.fromEntries(roles.map((name, precedence) => [name, { name, precedence, createdAt }])),
    grants: {},
  };
}

/** Opens the pool kept in `file`, or makes one with the groups viewer, responder and admin. */
export function openPool(file: string, region: string): PoolStore {
  const state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PoolState) : newPool(region);
  const store = { state, save: () => writePrivateFile(file, JSON.stringify(state)) };
  if (!existsSync(file)) store.save();
  return store;
}

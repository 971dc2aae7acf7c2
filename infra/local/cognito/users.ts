import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-json.ts';
import { attributes, findUser, type Input, invalid, page, pageSize, text, username } from './input.ts';
import { type PoolStore, type PoolUser, unixNow } from './state.ts';

type Operation = (input: Input) => Record<string, unknown>;

const listed = (values: Record<string, string>) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

/** A user as ListUsers, ListUsersInGroup and AdminCreateUser describe it. */
export function describeUser(user: PoolUser) {
  return {
    Username: user.username,
    Attributes: listed(user.attributes),
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: user.createdAt,
    UserLastModifiedDate: user.modifiedAt,
  };
}

const SEARCHABLE = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

function searchValue(user: PoolUser, name: string): string {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name] ?? '';
}

/** Reads `name = "value"` or `name ^= "value"`; custom attributes cannot be searched, as in Cognito. */
function userFilter(filter: unknown): (user: PoolUser) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const parts = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(String(filter));
  const [, name = '', operator, quoted = ''] = parts ?? [];
  if (!parts || !SEARCHABLE.includes(name)) throw invalid('Error while parsing filter');
  const wanted = quoted.replace(/\\(.)/g, '$1').toLowerCase();
  return (user) => {
    const value = searchValue(user, name).toLowerCase();
    return operator === '=' ? value === wanted : value.startsWith(wanted);
  };
}

function setEnabled(store: PoolStore, input: Input, enabled: boolean): Record<string, unknown> {
  const user = findUser(store.state, username(input));
  user.enabled = enabled;
  user.modifiedAt = unixNow();
  store.save();
  return {};
}

/** The calls about users. Each checks its input, changes the state and returns the answer's JSON. */
export function userOperations(store: PoolStore): Record<string, Operation> {
  const { state } = store;
  return {
    AdminGetUser: (input) => {
      const { Attributes, ...rest } = describeUser(findUser(state, username(input)));
      return { ...rest, UserAttributes: Attributes };
    },
    AdminCreateUser: (input) => {
      const name = username(input);
      if (input.MessageAction === 'RESEND') throw invalid('Resending an invitation is not offered here.');
      if (state.users[name.toLowerCase()]) {
        throw new AwsError('UsernameExistsException', 'User account already exists');
      }
      const now = unixNow();
      const user: PoolUser = {
        username: name,
        attributes: { ...attributes(input), sub: randomUUID() },
        enabled: true,
        status: 'FORCE_CHANGE_PASSWORD',
        groups: [],
        createdAt: now,
        modifiedAt: now,
      };
      state.users[name.toLowerCase()] = user;
      store.save();
      return { User: describeUser(user) };
    },
    AdminSetUserPassword: (input) => {
      const user = findUser(state, username(input));
      text(input, 'Password', /^[\S]+.*[\S]+$/u);
      user.status = input.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
      user.modifiedAt = unixNow();
      store.save();
      return {};
    },
    AdminUpdateUserAttributes: (input) => {
      const user = findUser(state, username(input));
      user.attributes = { ...user.attributes, ...attributes(input) };
      user.modifiedAt = unixNow();
      store.save();
      return {};
    },
    AdminDeleteUser: (input) => {
      const user = findUser(state, username(input));
      delete state.users[user.username.toLowerCase()];
      for (const [hash, grant] of Object.entries(state.grants)) {
        if (grant.username === user.username) delete state.grants[hash];
      }
      store.save();
      return {};
    },
    AdminDisableUser: (input) => setEnabled(store, input, false),
    AdminEnableUser: (input) => setEnabled(store, input, true),
    ListUsers: (input) => {
      const found = Object.values(state.users).filter(userFilter(input.Filter));
      const { items, next } = page(found, pageSize(input), input.PaginationToken);
      return { Users: items.map(describeUser), ...(next === undefined ? {} : { PaginationToken: next }) };
    },
  };
}

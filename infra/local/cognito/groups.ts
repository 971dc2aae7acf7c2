import { AwsError } from '../aws-json.ts';
import { findUser, type Input, page, pageSize, text, username } from './input.ts';
import { type PoolGroup, type PoolStore, unixNow } from './state.ts';
import { describeUser } from './users.ts';

type Operation = (input: Input) => Record<string, unknown>;

const GROUP_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** The calls about groups and who is in them. */
export function groupOperations(store: PoolStore): Record<string, Operation> {
  const { state } = store;
  const describe = (group: PoolGroup) => ({
    GroupName: group.name,
    UserPoolId: state.poolId,
    ...(group.description === undefined ? {} : { Description: group.description }),
    ...(group.precedence === undefined ? {} : { Precedence: group.precedence }),
    CreationDate: group.createdAt,
    LastModifiedDate: group.createdAt,
  });
  const find = (input: Input): PoolGroup => {
    const group = state.groups[text(input, 'GroupName', GROUP_NAME)];
    if (!group) throw new AwsError('ResourceNotFoundException', 'Group not found.');
    return group;
  };
  const inOrder = (names: readonly string[]) =>
    names
      .flatMap((name) => state.groups[name] ?? [])
      .sort((a, b) => (a.precedence ?? Number.MAX_SAFE_INTEGER) - (b.precedence ?? Number.MAX_SAFE_INTEGER));
  return {
    CreateGroup: (input) => {
      const name = text(input, 'GroupName', GROUP_NAME);
      if (state.groups[name]) throw new AwsError('GroupExistsException', 'A group with the name already exists.');
      const description = typeof input.Description === 'string' ? { description: input.Description } : {};
      const precedence = typeof input.Precedence === 'number' ? { precedence: input.Precedence } : {};
      const group = { name, ...description, ...precedence, createdAt: unixNow() };
      state.groups[name] = group;
      store.save();
      return { Group: describe(group) };
    },
    GetGroup: (input) => ({ Group: describe(find(input)) }),
    ListGroups: (input) => {
      const { items, next } = page(inOrder(Object.keys(state.groups)), pageSize(input), input.NextToken);
      return { Groups: items.map(describe), ...(next === undefined ? {} : { NextToken: next }) };
    },
    AdminAddUserToGroup: (input) => {
      const { name } = find(input);
      const user = findUser(state, username(input));
      if (!user.groups.includes(name)) user.groups.push(name);
      store.save();
      return {};
    },
    AdminRemoveUserFromGroup: (input) => {
      const { name } = find(input);
      const user = findUser(state, username(input));
      user.groups = user.groups.filter((group) => group !== name);
      store.save();
      return {};
    },
    AdminListGroupsForUser: (input) => {
      const groups = inOrder(findUser(state, username(input)).groups);
      const { items, next } = page(groups, pageSize(input), input.NextToken);
      return { Groups: items.map(describe), ...(next === undefined ? {} : { NextToken: next }) };
    },
    ListUsersInGroup: (input) => {
      const { name } = find(input);
      const members = Object.values(state.users).filter((user) => user.groups.includes(name));
      const { items, next } = page(members, pageSize(input), input.NextToken);
      return { Users: items.map(describeUser), ...(next === undefined ? {} : { NextToken: next }) };
    },
  };
}

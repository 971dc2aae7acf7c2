import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetGroupCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from '@jest/globals';

/** The calls about users and groups, held against any implementation: the stand-in and an independent one. */
export async function checkUsersAndGroups(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<void> {
  const run = Math.random().toString(36).slice(2, 8);
  const Username = `person-${run}`;
  const one = { UserPoolId, Username };
  const email = `${Username}@example.com`;
  const create = () =>
    client.send(
      new AdminCreateUserCommand({
        ...one,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'custom:slack_team_id', Value: 'T1' },
          { Name: 'custom:slack_user_id', Value: 'U1' },
        ],
      }),
    );
  const attribute = (list: { Name?: string; Value?: string }[] | undefined, name: string) =>
    list?.find((entry) => entry.Name === name)?.Value;

  const missing = { name: 'UserNotFoundException' };
  await expect(client.send(new AdminGetUserCommand(one))).rejects.toMatchObject(missing);
  await expect(client.send(new AdminDisableUserCommand(one))).rejects.toMatchObject(missing);
  const created = (await create()).User;
  expect(created).toMatchObject({ Username, Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
  expect(attribute(created?.Attributes, 'sub')).toMatch(/^[0-9a-f-]{36}$/);
  expect(created?.UserCreateDate).toBeInstanceOf(Date);
  await expect(create()).rejects.toMatchObject({ name: 'UsernameExistsException' });

  const UserAttributes = [{ Name: 'custom:slack_user_id', Value: 'U2' }];
  await client.send(new AdminUpdateUserAttributesCommand({ ...one, UserAttributes }));
  const read = await client.send(new AdminGetUserCommand(one));
  expect(attribute(read.UserAttributes, 'custom:slack_user_id')).toBe('U2');
  expect(attribute(read.UserAttributes, 'email')).toBe(email);

  const find = (Filter: string) => client.send(new ListUsersCommand({ UserPoolId, Filter }));
  expect((await find(`email = "${email}"`)).Users?.map((user) => user.Username)).toEqual([Username]);
  expect((await find(`username ^= "${Username.slice(0, -1)}"`)).Users?.map((user) => user.Username)).toEqual([
    Username,
  ]);
  expect((await find('email = "absent@example.com"')).Users).toEqual([]);

  await client.send(new AdminDisableUserCommand(one));
  expect((await client.send(new AdminGetUserCommand(one))).Enabled).toBe(false);
  await client.send(new AdminEnableUserCommand(one));
  expect((await client.send(new AdminGetUserCommand(one))).Enabled).toBe(true);

  const GroupName = `group-${run}`;
  const group = { UserPoolId, GroupName };
  const absent = { name: 'ResourceNotFoundException' };
  await expect(client.send(new GetGroupCommand(group))).rejects.toMatchObject(absent);
  await expect(client.send(new AdminAddUserToGroupCommand({ ...one, GroupName }))).rejects.toMatchObject(absent);
  await client.send(new CreateGroupCommand({ ...group, Description: 'Some people', Precedence: 7 }));
  const again = client.send(new CreateGroupCommand(group));
  await expect(again).rejects.toMatchObject({ name: 'GroupExistsException' });
  expect((await client.send(new GetGroupCommand(group))).Group).toMatchObject({ GroupName, Precedence: 7 });

  const groups = async () =>
    (await client.send(new AdminListGroupsForUserCommand(one))).Groups?.map((found) => found.GroupName);
  expect(await groups()).toEqual([]);
  await client.send(new AdminAddUserToGroupCommand({ ...one, GroupName }));
  await client.send(new AdminAddUserToGroupCommand({ ...one, GroupName }));
  expect(await groups()).toEqual([GroupName]);
  const members = (await client.send(new ListUsersInGroupCommand(group))).Users;
  expect(members?.map((user) => user.Username)).toEqual([Username]);
  await client.send(new AdminRemoveUserFromGroupCommand({ ...one, GroupName }));
  expect(await groups()).toEqual([]);
}

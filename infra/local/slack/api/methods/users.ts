import { channelJson } from '../../core/channels.ts';
import { SlackApiError } from '../../core/errors.ts';
import type { PersonRecord } from '../../state/records.ts';
import { bot, team } from '../../state/seed.ts';
import type { ApiMethod } from '../method.ts';
import { page } from '../paging.ts';
import { personOf } from '../targets.ts';

/** The person as the Web API shows them. */
export function userJson(person: PersonRecord): Record<string, unknown> {
  return {
    id: person.id,
    team_id: team.id,
    name: person.name,
    deleted: person.deactivated,
    ...(person.deactivated
      ? {}
      : {
          color: person.color,
          real_name: person.realName,
          tz: person.timeZone,
          is_admin: person.isAdmin,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: false,
          is_ultra_restricted: false,
          is_email_confirmed: person.email !== undefined,
        }),
    profile: {
      title: person.title,
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.realName,
      display_name_normalized: person.realName,
      ...(person.email === undefined ? {} : { email: person.email }),
      ...(person.botId === undefined ? {} : { bot_id: person.botId, api_app_id: bot.app }),
      team: team.id,
    },
    is_bot: person.botId !== undefined,
    is_app_user: false,
    updated: 0,
  };
}

export const userMethods: readonly ApiMethod[] = [
  { name: 'users.info', tier: 4, run: (args, core) => ({ user: userJson(personOf(core, args.required('user'))) }) },
  {
    name: 'users.list',
    tier: 2,
    run: (args, core) => {
      const shown = page(core.store.people.list(), args, { byDefault: 200, max: 1000 });
      return { members: shown.items.map(userJson), ...shown.fields };
    },
  },
  {
    name: 'users.lookupByEmail',
    tier: 3,
    run: (args, core) => {
      const email = args.required('email').toLowerCase();
      const person = core.store.people.list().find((one) => one.email === email && !one.deactivated);
      if (person === undefined) throw new SlackApiError('users_not_found');
      return { user: userJson(person) };
    },
  },
  {
    name: 'users.conversations',
    tier: 3,
    run: (args, core) => {
      const user = args.optional('user') ?? bot.user;
      personOf(core, user);
      const types = (args.optional('types') ?? 'public_channel').split(',').map((type) => type.trim());
      const name = { public: 'public_channel', private: 'private_channel', im: 'im', mpim: 'mpim' } as const;
      const joined = core.store.channels
        .list()
        .filter((one) => one.members.includes(user) && types.includes(name[one.kind]));
      const visible = joined.filter((one) => one.kind === 'public' || one.members.includes(bot.user));
      const shown = page(visible, args, { byDefault: 100, max: 999 });
      return { channels: shown.items.map((one) => channelJson(one)), ...shown.fields };
    },
  },
  {
    name: 'usergroups.list',
    tier: 2,
    run: (args, core) => ({
      usergroups: core.store.userGroups.list().map((group) => ({
        id: group.id,
        team_id: team.id,
        is_usergroup: true,
        name: group.name,
        handle: group.handle,
        description: group.description,
        user_count: group.users.length,
        date_delete: 0,
        ...(args.flag('include_users') ? { users: group.users } : {}),
      })),
    }),
  },
  {
    name: 'usergroups.users.list',
    tier: 2,
    run: (args, core) => {
      const group = core.store.userGroups.get(args.required('usergroup'));
      if (group === undefined) throw new SlackApiError('no_such_subteam');
      return { users: group.users };
    },
  },
];

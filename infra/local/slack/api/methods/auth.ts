import { bot, team } from '../../state/seed.ts';
import type { ApiMethod } from '../method.ts';

export const authMethods: readonly ApiMethod[] = [
  {
    name: 'auth.test',
    tier: 'special',
    run: (_args, core) => ({
      url: `${core.url()}/`,
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.user,
      bot_id: bot.id,
      is_enterprise_install: false,
    }),
  },
  { name: 'api.test', tier: 4, run: () => ({ args: {} }) },
  {
    name: 'team.info',
    tier: 3,
    run: () => ({
      team: {
        id: team.id,
        name: team.name,
        domain: team.domain,
        email_domain: team.emailDomain,
        icon: { image_default: true },
      },
    }),
  },
  {
    name: 'bots.info',
    tier: 3,
    run: () => ({
      bot: {
        id: bot.id,
        deleted: false,
        name: bot.realName,
        app_id: bot.app,
        user_id: bot.user,
        updated: 0,
        icons: {},
      },
    }),
  },
];

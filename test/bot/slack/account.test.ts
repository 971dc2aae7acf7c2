import { expect, test } from '@jest/globals';
import type { App } from '@slack/bolt';
import { SreError } from '../../../bot/domain/errors.ts';
import type { SlackPerson } from '../../../bot/ports/identity.ts';
import type { SlackDeps } from '../../../bot/slack/deps.ts';
import { register } from '../../../bot/slack/handlers/account.ts';

/** What the handler does when Slack says that an account changed, and the directory says how it is now. */
async function hear(deactivated: boolean, refusal: SreError | undefined, deleted = deactivated) {
  const resolved: SlackPerson[] = [];
  const fresh: (boolean | undefined)[] = [];
  const deps = {
    people: {
      find: async (teamId: string, userId: string, options?: { fresh?: boolean }) => {
        fresh.push(options?.fresh);
        return { teamId, userId, emailConfirmed: true, displayName: 'Ben', deactivated };
      },
    },
    identity: {
      resolve: async (person: SlackPerson) => {
        resolved.push(person);
        if (refusal) throw refusal;
      },
    },
    log: { info: () => undefined },
  } as unknown as SlackDeps;
  let handler: ((args: object) => Promise<void>) | undefined;
  const app = {
    event(name: string, listener: typeof handler) {
      if (name === 'user_change') handler = listener;
    },
  };
  register(app as unknown as App, deps);
  await handler?.({ event: { type: 'user_change', user: { id: 'U1', deleted } }, body: { team_id: 'T1' } });
  return { resolved: resolved.length, fresh };
}

test('a deactivated account is refused once more, which revokes its tokens, by what the directory says now', async () => {
  const refusal = new SreError('forbidden', 'Your Slack account is deactivated.');
  expect(await hear(true, refusal)).toEqual({ resolved: 1, fresh: [true] });
});

test('where the revocation failed the event fails, so that Slack says it again', async () => {
  const cause = new SreError('unavailable', 'could not revoke the tokens');
  await expect(hear(true, new SreError('forbidden', 'Deactivated.', { cause }))).rejects.toMatchObject({ cause });
  await expect(hear(true, cause)).rejects.toBe(cause);
});

test('any other change, and an account that is there again, do nothing', async () => {
  expect(await hear(false, undefined)).toEqual({ resolved: 0, fresh: [] });
  expect(await hear(false, undefined, true)).toEqual({ resolved: 0, fresh: [true] });
});

import type { RunContext, SlackDeps } from '../deps.ts';
import type { Asker } from '../request.ts';
import { loginMessage, said } from '../views/notices.ts';

const NOT_NEEDED = 'You need not sign in: Slack tells me who you are, and that is enough here.';

/**
 * `/sre login` and `/sre logout`. They come before anything is looked up of the person, who may do nothing else until
 * they signed in. Throws SreError.
 */
export async function logInOrOut(
  { login, people }: Pick<SlackDeps, 'login' | 'people'>,
  { teamId, userId }: Pick<Asker, 'teamId' | 'userId'>,
  what: 'login' | 'logout',
  reply: RunContext['whisper'],
): Promise<void> {
  if (login === undefined) return reply(said(NOT_NEEDED));
  const person = await people.find(teamId, userId);
  if (what === 'logout') {
    const had = await login.end(person);
    return reply(said(had ? 'You are signed out, and what you allowed is revoked.' : 'You were not signed in.'));
  }
  if (person.deactivated) return reply(said('Your Slack account is deactivated.'));
  const { url, until } = await login.begin(person);
  await reply(loginMessage(url, until));
}

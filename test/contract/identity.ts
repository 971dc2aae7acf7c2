import { expect, test } from '@jest/globals';
import type { Identity, SlackPerson } from '../../bot/ports/identity.ts';

let serial = 0;

function person(changes: Partial<SlackPerson> = {}): SlackPerson {
  serial += 1;
  const userId = `UCONTRACT${serial}`;
  return {
    teamId: 'T1',
    userId,
    email: `${userId.toLowerCase()}@example.com`,
    emailConfirmed: true,
    displayName: 'Somebody',
    deactivated: false,
    ...changes,
  };
}

/** What every Identity promises, where example.com is allowed and the default role is viewer. */
export function identityContract(setup: () => Pick<Identity, 'resolve'>): void {
  test('an allowed person becomes an actor with the default role, the same one each time', async () => {
    const identity = setup();
    const somebody = person();
    const actor = await identity.resolve(somebody);
    expect(actor).toMatchObject({ teamId: 'T1', slackUserId: somebody.userId, roles: ['viewer'] });
    expect(await identity.resolve(somebody)).toEqual(actor);
  });

  test('people of two workspaces with one user id are two actors', async () => {
    const identity = setup();
    const somebody = person();
    const [one, two] = [await identity.resolve(somebody), await identity.resolve({ ...somebody, teamId: 'T2' })];
    expect(one.username).not.toBe(two.username);
  });

  test.each([
    ['another domain', { email: 'a@elsewhere.org' }],
    ['an address that is not confirmed', { emailConfirmed: false }],
    ['no address', { email: undefined }],
    ['a deactivated account', { deactivated: true }],
  ])('%s is refused in words for the person', async (_case, changes) => {
    const refusal = setup().resolve(person(changes));
    await expect(refusal).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringMatching(/^[A-Z].*\.$/) });
  });
}

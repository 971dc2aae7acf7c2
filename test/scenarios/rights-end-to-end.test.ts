import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { startWholeBot, type WholeBot } from '../support/whole-bot.ts';

// The workspace, the bot's own process, the user pool and the gateway together: who may do what, and for how long.

const TEAM = 't0localops';
const ADA = 'U0ADAOKA01';
const BEN = 'U0BENRUI02';
const TOKEN_SECONDS = 4;
const LOGS = 'logs___summarize_logs';

let whole: WholeBot;
beforeAll(async () => {
  whole = await startWholeBot({ accessTokenSeconds: TOKEN_SECONDS });
});
afterEach(() => whole.endTrouble());
afterAll(() => whole?.stop());

const usernameOf = (user: string) => `slack-${TEAM}-${user.toLowerCase()}`;
const of = (user: string) => ({ UserPoolId: whole.poolId, Username: usernameOf(user) });
const groupsOf = async (user: string) =>
  ((await whole.cognito.send(new AdminListGroupsForUserCommand(of(user)))).Groups ?? []).map((one) => one.GroupName!);
async function putInto(user: string, ...groups: readonly string[]): Promise<void> {
  for (const GroupName of await groupsOf(user)) {
    if (!groups.includes(GroupName)) {
      await whole.cognito.send(new AdminRemoveUserFromGroupCommand({ ...of(user), GroupName }));
    }
  }
  for (const GroupName of groups) {
    await whole.cognito.send(new AdminAddUserToGroupCommand({ ...of(user), GroupName }));
  }
}

/** Asks, and returns how the thread stands at any time. */
async function ask(user: string, channel: string, words: string) {
  const before = whole.workspace.messages(channel).length;
  await whole.workspace.command(user, channel, words);
  const opening = await waitFor(() => whole.workspace.messages(channel)[before]).catch((error: Error) => {
    throw new Error(`${error.message}\n${whisperedTo(user).join('\n')}\n${whole.bot.log().slice(-3_000)}`);
  });
  return {
    texts: () => whole.workspace.replies(channel, opening.ts).map((message) => JSON.stringify(message)),
    first: () => whole.workspace.messages(channel)[before]!.text,
  };
}
const whisperedTo = (user: string) => whole.workspace.ephemerals(user).map((one) => JSON.stringify(one));
const signIns = () => whole.awsLog().filter(({ target }) => String(target).endsWith('.AdminInitiateAuth')).length;

test('the token of a long investigation expires in the middle, and it goes on', async () => {
  // One tool does not answer for twenty seconds: five lives of a token.
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 1 });
  const before = signIns();
  const thread = await ask(ADA, '#checkout', '/sre investigate booking 1h');
  await waitFor(() => thread.texts().find((text) => text.includes('sre_show_evidence')));
  expect(thread.texts().join('\n')).not.toMatch(/sign-in was not accepted|took too long/);
  expect(signIns() - before).toBeGreaterThanOrEqual(2);
});

test('a gateway that refuses a token in the middle costs one sign-in, not one for each call', async () => {
  const before = signIns();
  await whole.trouble({ kind: 'expire', count: 6 });
  const thread = await ask(ADA, '#checkout', '/sre investigate booking 1h');
  await waitFor(() => thread.texts().find((text) => text.includes('sre_show_evidence')));
  // The first token of the investigation, perhaps, and what the refusals asked for, at most one each time all were refused.
  expect(signIns() - before).toBeLessThanOrEqual(4);
});

test('who is taken out of every group in the middle is told so, and reads no more', async () => {
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 9 });
  const thread = await ask(ADA, '#checkout', '/sre investigate booking 1h');
  await waitFor(() => thread.texts().find((text) => text.includes('Kubernetes')));
  await putInto(ADA);
  const refusal = await waitFor(() => thread.texts().find((text) => text.includes('none of the groups')));
  expect(refusal).toContain('Ask an administrator');
  await whole.workspace.command(ADA, '#checkout', '/sre investigate booking 1h');
  await waitFor(() => whisperedTo(ADA).find((text) => text.includes('none of the groups')));
  await putInto(ADA, 'responder');
});

test('a right to act is gone with the next command', async () => {
  const silence = (length: string) => whole.workspace.command(ADA, '#checkout', `/sre silence booking ${length}`);
  await putInto(ADA, 'responder');
  const before = whole.workspace.messages('#checkout').length + whisperedTo(ADA).length;
  const answers = () => whole.workspace.messages('#checkout').length + whisperedTo(ADA).length;
  await silence('1h');
  await waitFor(() => answers() > before || undefined);
  expect(whisperedTo(ADA).join()).not.toContain('needs the role responder');
  await putInto(ADA, 'viewer');
  await silence('2h');
  await waitFor(() => whisperedTo(ADA).find((text) => text.includes('needs the role responder')));
  await putInto(ADA, 'responder');
});

test('a deactivated account loses its tokens at once, also in the middle of what it asked for', async () => {
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 9 });
  const thread = await ask(BEN, '#checkout', '/sre investigate booking 1h');
  await waitFor(() => thread.texts().find((text) => text.includes('Kubernetes')));
  const signedOut = () =>
    whole.awsLog().some(({ target, status }) => status === 200 && String(target).endsWith('.AdminUserGlobalSignOut'));
  expect(signedOut()).toBe(false);
  whole.workspace.deactivate(BEN);
  expect(await waitFor(() => signedOut() || undefined)).toBe(true);
  await waitFor(() => thread.texts().find((text) => text.includes('account is deactivated')));
});

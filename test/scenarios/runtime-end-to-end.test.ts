import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readChain } from '../../bot/adapters/postgres/audit-store.ts';
import type { AuditTables } from '../../bot/adapters/postgres/audit-tables.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWholeBot, type WholeBot } from '../support/whole-bot.ts';

// The bot examines through InvokeAgentRuntime in a process of its own, which has the README's variables and no others.

const ADA = 'U0ADAOKA01';
const LOGS = 'logs___summarize_logs';

let whole: WholeBot;
beforeAll(async () => {
  whole = await startWholeBot({ runtime: true });
});
afterEach(() => whole.endTrouble());
afterAll(() => whole?.stop());

async function ask(words: string) {
  const channel = '#checkout';
  const before = whole.workspace.messages(channel).length;
  await whole.workspace.command(ADA, channel, words);
  const opening = await waitFor(() => whole.workspace.messages(channel)[before]);
  const messages = () => whole.workspace.replies(channel, opening.ts);
  return {
    messages,
    texts: () => messages().map((message) => JSON.stringify(message)),
    button: (actionId: string) => messages().find((message) => JSON.stringify(message).includes(actionId)),
  };
}
const ping = async (url = whole.runtime?.url) =>
  (await (await fetch(`${url}/ping`)).json()) as { status: string; time_of_last_update: number };
const answered = (texts: readonly string[]) => texts.find((text) => text.includes('sre_show_evidence'));
/** Who called the gateway, by the `sub` of their token. */
const callers = () =>
  new Set(
    whole
      .awsLog()
      .flatMap(({ part, operation, subject }) => (part === 'gateway' && operation === LOGS ? [subject] : [])),
  );
/** Calls of tools in the bot's audit. */
async function keptCalls(): Promise<{ readonly who?: string; readonly subject?: string }[]> {
  const database = openDatabase(new Secret(whole.local.env.DATABASE_URL ?? ''), { onError: () => undefined });
  const bodies: { readonly kind?: string; readonly who?: string; readonly subject?: string }[] = [];
  for await (const { body } of readChain(database.db.withTables<AuditTables>())) bodies.push(JSON.parse(body));
  await database.close();
  return bodies.filter(({ kind }) => kind === 'tool');
}

test('an investigation in the runtime: progress as it happens, the answer, and every call as the person', async () => {
  expect(await ping()).toMatchObject({ status: 'Healthy' });
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 1 });
  const thread = await ask('/sre investigate booking 1h');
  // Kubernetes has been read and is told, while the logs do not answer yet.
  await waitFor(() => thread.texts().find((text) => /objects/.test(text)));
  expect(answered(thread.texts())).toBeUndefined();
  expect(await ping()).toMatchObject({ status: 'HealthyBusy' });
  await waitFor(() => answered(thread.texts()));
  expect(await waitFor(async () => ((await ping()).status === 'Healthy' ? true : undefined))).toBe(true);
  expect(callers().size).toBe(1);
  // The runtime has no database: what it calls is in the bot's audit.
  const kept = await keptCalls();
  expect(kept.map(({ subject }) => subject)).toEqual(expect.arrayContaining([LOGS, 'kubernetes___list_objects']));
  expect(new Set(kept.map(({ who }) => who))).toEqual(new Set([expect.stringMatching(/^person-/)]));
  expect(whole.bot.log()).not.toMatch(/eyJ[\w-]+\.|examine in the runtime/);
});

test('a stop in Slack ends the work in the runtime', async () => {
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 9 });
  const thread = await ask('/sre investigate booking 2h');
  const place = await waitFor(() => thread.button('sre_stop'));
  await waitFor(async () => ((await ping()).status === 'HealthyBusy' ? true : undefined));
  await whole.workspace.press(ADA, { channel: '#checkout', ts: place.ts }, 'sre_stop');
  await waitFor(() => thread.texts().find((text) => /[Ss]topped/.test(text)));
  await waitFor(async () => ((await ping()).status === 'Healthy' ? true : undefined));
});

test('a runtime that is killed in the middle: another one begins anew, and the answer comes', async () => {
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 1 });
  const thread = await ask('/sre investigate booking 3h');
  await waitFor(async () => ((await ping()).status === 'HealthyBusy' ? true : undefined));
  await whole.runtime?.kill('SIGKILL');
  const another = await whole.restartRuntime();
  await waitFor(() => answered(thread.texts()));
  expect(thread.texts().join()).not.toContain('could not be finished');
  expect((await ping(another.url)).status).toBe('Healthy');
});

test('a bot that is killed in the middle: the runtime ends its work and is free again', async () => {
  await whole.trouble({ kind: 'hang', operation: LOGS, count: 9 });
  await ask('/sre investigate booking 4h');
  await waitFor(async () => ((await ping()).status === 'HealthyBusy' ? true : undefined));
  await whole.bot.kill('SIGKILL');
  await waitFor(async () => ((await ping()).status === 'Healthy' ? true : undefined));
});

import { afterEach } from '@jest/globals';
import { webApi } from '@slack/bolt';
import {
  type SlackWorkspace,
  type SlackWorkspaceOptions,
  startSlackWorkspace,
} from '../../../../../infra/local/slack/index.ts';
import { type FakeBot, startFakeBot } from './fake-bot.ts';

export const signingSecret = 'a-signing-secret-of-tests';
export const botToken = 'xoxb-tests';
export const ada = 'U0ADAOKA01';
export const ben = 'U0BENRUI02';
export const carol = 'U0CAROLN03';
export const dmitri = 'U0DMITRI04';
export const incidents = 'C0INCIDENT';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

export interface Opened {
  readonly bot: FakeBot;
  readonly workspace: SlackWorkspace;
  readonly client: webApi.WebClient;
}

/** A workspace with a bot that listens, and the real client with the bot's token. Closed after the test. */
export async function openWorkspace(options: Partial<SlackWorkspaceOptions> = {}): Promise<Opened> {
  const bot = await startFakeBot();
  opened.push(() => bot.stop());
  const workspace = await startSlackWorkspace({
    port: 0,
    host: '127.0.0.1',
    botUrl: bot.url,
    signingSecret,
    botToken,
    rateLimits: false,
    retryDelaysMs: [],
    ...options,
  });
  opened.push(() => workspace.stop());
  return { bot, workspace, client: clientOf(workspace) };
}

const nothing = () => {};
/** The client warns of what tests do on purpose. */
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => 'error' as webApi.LogLevel,
  setName: nothing,
};

export function clientOf(workspace: SlackWorkspace, token = botToken): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** Closed after the test, like what `openWorkspace` opens. */
export function closeAfterTest(close: () => Promise<void>): void {
  opened.push(close);
}

/** What Slack's client rejects with: the error's name and the messages of the answer. */
export async function refusalOf(call: Promise<unknown>): Promise<{ error: string; messages: readonly string[] }> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: { error: string; response_metadata?: { messages?: string[] } } };
    if (data !== undefined) return { error: data.error, messages: data.response_metadata?.messages ?? [] };
    throw error;
  }
  throw new Error('the call was not refused');
}

/** A clock that tests move. */
export function createTestClock(): { now: () => Date; advance: (milliseconds: number) => void } {
  let at = Date.now();
  return {
    now: () => new Date(at),
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Secret } from '../../../bot/domain/secret.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import { registerSlack } from '../../../bot/slack/index.ts';
import { createSlackNotifier } from '../../../bot/slack/notifier.ts';
import { createSlackPeople } from '../../../bot/slack/people.ts';
import { createBoltApp } from '../../../bot/slack/receiving/bolt-app.ts';
import { createFastifyReceiver } from '../../../bot/slack/receiving/fastify-receiver.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createPoster } from '../../../bot/slack/transport/poster.ts';
import { type SlackWorkspace, startSlackWorkspace } from '../../../infra/local/slack/index.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createFakeCompanions } from './companions.ts';
import { createMemoryDeliveries, createMemoryLedger } from './memory-ledger.ts';
import { plainAnswer } from './views/answers.ts';

// The bot's whole Slack side against a workspace that is as strict as Slack: signatures, limits, rates, triggers.

const SIGNING_SECRET = 'signing-secret';
const TOKEN = 'xoxb-in-workspace';
const ADA = 'U0ADAOKA01';
const BEN = 'U0BENRUI02';
const log = pino({ level: 'silent' });
const clock = { now: () => new Date() };

let workspace: SlackWorkspace;
let server: FastifyInstance;
const records: InvestigationRecord[] = [];
const learnt: string[] = [];
const work: Promise<void>[] = [];

beforeAll(async () => {
  server = Fastify();
  const receiver = createFastifyReceiver({ signingSecret: new Secret(SIGNING_SECRET), clock, log });
  await server.register(receiver.plugin);
  const botUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  workspace = await startSlackWorkspace({
    host: '127.0.0.1',
    port: 0,
    botUrl,
    signingSecret: SIGNING_SECRET,
    botToken: TOKEN,
  });
  const client = new webApi.WebClient(TOKEN, {
    ...SLACK_CLIENT_OPTIONS,
    slackApiUrl: workspace.apiUrl,
    logLevel: 'error' as never,
  });
  const notifier = createSlackNotifier({ client, ledger: createMemoryLedger(), clock, log });
  const bolt = createBoltApp({ receiver, client, apiUrl: workspace.apiUrl, botToken: new Secret(TOKEN), log });
  registerSlack(bolt, {
    people: createSlackPeople({ client, clock }),
    identity: {
      resolve: async ({ teamId, userId, email = '', displayName }) => ({
        teamId,
        slackUserId: userId,
        username: email,
        email,
        displayName,
        roles: ['viewer'],
      }),
      token: () => Promise.reject(new Error('not asked for')),
    },
    // What the workflow does, in a few lines: it begins in the background and tells the thread.
    investigations: {
      async start(request) {
        if (records.some((record) => record.request.id === request.id)) return { started: false };
        const running: InvestigationRecord = { request, status: 'running', startedAt: request.askedAt };
        records.unshift(running);
        const run = async () => {
          const { threadTs } = await notifier.open(request);
          Object.assign(running, { threadTs });
          const row = { source: 'logs' as const, note: 'errors since 03:00' };
          await notifier.progress(request, threadTs, [{ ...row, state: 'reading' }]);
          if (request.question.includes('long')) return;
          await notifier.findings(request, threadTs, 'logs', [
            { analyzer: 'x', component: 'service/basket', statement: 'basket is killed', strength: 0.9, evidence: [] },
          ]);
          await notifier.progress(request, threadTs, [{ ...row, state: 'done', durationMs: 400 }]);
          await notifier.answer(request, threadTs, plainAnswer, []);
          Object.assign(running, { status: 'answered', answer: plainAnswer });
        };
        work.push(run());
        return { started: true };
      },
      async stop(id, wording) {
        const found = records.find((record) => record.request.id === id)!;
        Object.assign(found, { status: 'stopped' });
        await notifier.fail(found.request, found.threadTs, wording, 'stopped');
        return { stopped: true };
      },
    },
    store: {
      find: async (id) => records.find((record) => record.request.id === id),
      inThread: async (thread) => records.filter((record) => record.threadTs === thread.threadTs),
    },
    directory: { known: async () => ({ targets: [{ kind: 'service', name: 'basket' }], complete: true }) },
    deliveries: createMemoryDeliveries(),
    poster: createPoster({ client, ledger: createMemoryLedger() }),
    ...createFakeCompanions(() => records).deps,
    memory: { learn: async (_component, text) => void learnt.push(text) },
    clock,
    log,
  });
});
afterAll(async () => {
  await Promise.all(work);
  await workspace.stop();
  await server.close();
});

const drawn = (message: unknown) => JSON.stringify(message);
const last = (channel: string) => workspace.messages(channel).at(-1);

test('a command opens a thread, and the answer stands in it', async () => {
  await workspace.command(ADA, '#checkout', '/sre basket is slow since 2h');
  const opening = await waitFor(() => last('#checkout'));
  expect(opening.text).toBe('Looking into basket, the last 2 h');

  const answer = await waitFor(() =>
    workspace.replies('#checkout', opening.ts).find((one) => one.text.includes('basket is killed for')),
  );
  await waitFor(() => last('#checkout')!.text.includes('(very likely)') || undefined);
  const thread = workspace.replies('#checkout', opening.ts);
  expect(thread).toHaveLength(4);
  expect(drawn(thread)).not.toContain('sre_stop');

  const place = { channel: '#checkout', ts: answer.ts };
  await workspace.press(BEN, place, 'sre_show_evidence');
  const modal = await waitFor(() => workspace.views(BEN).at(-1));
  expect(drawn(modal)).toContain('memory rose to 128Mi');

  await workspace.press(ADA, place, 'sre_feedback', { chosen: { value: `not-helpful:${records[0]!.request.id}` } });
  await waitFor(() => workspace.views(ADA).at(-1));
  await workspace.submit(ADA, { cause: { text: { type: 'plain_text_input', value: 'the disk was full' } } });
  await waitFor(() => learnt.find((text) => text.includes('the disk was full')));
});

test('a mention with a long task is stopped by its button, and the thread says by whom', async () => {
  const { ts } = workspace.say(BEN, '#general', '<@U0SREBOT01> basket takes long');
  const stop = await waitFor(() => workspace.replies('#general', ts).find((one) => drawn(one).includes('sre_stop')));
  await workspace.press(BEN, { channel: '#general', ts: stop.ts }, 'sre_stop');
  await waitFor(() => workspace.replies('#general', ts).find((one) => drawn(one).includes(`Stopped by <@${BEN}>`)));
  await waitFor(() => (drawn(workspace.replies('#general', ts)).includes('sre_stop') ? undefined : true));
});

test('a reply in the thread that mentions the bot looks again', async () => {
  const thread = last('#checkout')!.ts;
  workspace.say(ADA, '#checkout', '<@U0SREBOT01> last 6h', thread);
  const again = await waitFor(() =>
    workspace.replies('#checkout', thread).find((one) => one.text.includes('the last 6 h')),
  );
  expect(again.text).toContain('basket');
  await waitFor(() =>
    workspace.replies('#checkout', thread).filter((one) => one.text.includes('basket is killed for')).length === 2
      ? true
      : undefined,
  );
});

test('an unknown target is answered to the asker alone, with a button that works', async () => {
  const before = workspace.messages('#incidents').length;
  await workspace.command(ADA, '#incidents', '/sre investigate bsaket');
  const note = await waitFor(() => workspace.ephemerals(ADA).find((one) => drawn(one).includes('bsaket')));
  expect(workspace.messages('#incidents')).toHaveLength(before);
  await workspace.press(ADA, { channel: '#incidents', ts: note.ts }, 'sre_investigate_this_0');
  const opening = await waitFor(() => last('#incidents'));
  expect(opening.text).toContain('basket');
});

test('help is answered to the asker alone', async () => {
  await workspace.command(BEN, '#incidents', '/sre help');
  await waitFor(() => workspace.ephemerals(BEN).find((one) => drawn(one).includes('Say what is wrong')));
});

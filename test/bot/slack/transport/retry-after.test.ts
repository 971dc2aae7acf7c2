import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { addToCanvas, makeCanvas, shareCanvas } from '../../../../bot/slack/canvas.ts';
import { createSlackPeople } from '../../../../bot/slack/people.ts';
import { createProgressSurface } from '../../../../bot/slack/progress-surface.ts';
import { linkToThread } from '../../../../bot/slack/runs/run.ts';
import {
  createFindByEmail,
  createInvite,
  createOpenChannel,
  createTeamId,
  createUserGroupOnCall,
} from '../../../../bot/slack/team.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../../bot/slack/transport/call.ts';
import { createPoster, type Poster } from '../../../../bot/slack/transport/poster.ts';
import { uploadFile } from '../../../../bot/slack/transport/upload.ts';
import { whisper } from '../../../../bot/slack/transport/whisper.ts';
import { noteMessage } from '../../../../bot/slack/views/note.ts';
import { type FakeSlack, startFakeSlack, type Trouble } from '../fake-slack.ts';
import { createMemoryLedger } from '../memory-ledger.ts';
import { openWorkspace, recordOf } from '../workspace.ts';

// Slack answers 429 to each method that the bot calls: it is called again when Slack said, and once.

interface Stage {
  readonly slack: FakeSlack;
  readonly client: webApi.WebClient;
  readonly poster: Poster;
}
type Drive = (stage: Stage) => Promise<unknown>;

const since = '2026-01-02T03:04:05.000Z';
const clock = { now: () => new Date() };
const note = noteMessage('hello');
const canvas = { title: 'Draft', markdown: 'text' };
const wanted = { name: 'inc-1', incident: 'inc-1', declaredAt: since, topic: 'down' };
const file = { name: 'a.md', title: 'A', content: 'text' };
const request = {
  id: 'inv-1',
  question: 'slow',
  sinceSeconds: 60,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1', threadTs: '1.1' },
  askedAt: since,
};
const reading = [{ source: 'logs' as const, state: 'reading' as const, note: 'reading' }];
const read = [{ source: 'logs' as const, state: 'done' as const, note: 'read' }];

const stream: Drive = async ({ slack, client, poster }) => {
  slack.streams = true;
  const deps = { client, poster, ledger: createMemoryLedger(), abilities: { streams: true } };
  const surface = createProgressSurface(deps, request, '1.1', { channel: 'C1', threadTs: '1.1', since });
  await surface(reading, true);
  await surface(read, true);
  await surface(read, false);
};
const unsure =
  (threadTs?: string): Drive =>
  async ({ client }) => {
    const ledger = createMemoryLedger();
    await ledger.begin('inv', 'a');
    const poster = createPoster({ client, ledger, betweenMs: 0 });
    return poster.once(
      'inv',
      () => ['a'],
      { channel: 'C1', since, ...(threadTs && { threadTs }) },
      () => note,
    );
  };
/** What a person does in the workspace that the fake stands for. */
const inWorkspace =
  (drive: (workspace: Awaited<ReturnType<typeof openWorkspace>>) => Promise<unknown>): Drive =>
  async (stage) => {
    const workspace = await openWorkspace(undefined, {}, stage.slack);
    workspace.records.push(recordOf('inv-done'));
    await drive(workspace);
  };

const IN_VIEW = { view: { id: 'V1', hash: 'h1' }, channel: undefined, message: undefined, container: { type: 'view' } };

/** How each method comes to be called. */
const DRIVES: Readonly<Record<string, Drive>> = {
  'agents.sessions.setStatus': stream,
  'auth.test': ({ client }) => createTeamId(client)(),
  'canvases.access.set': ({ client }) => shareCanvas(client, 'F1', { channel: 'C1', user: 'U1' }),
  'canvases.create': ({ client }) => makeCanvas(client, canvas),
  'canvases.edit': ({ client }) => addToCanvas(client, 'F1', 'text', 'end'),
  'chat.appendStream': stream,
  'chat.getPermalink': async ({ client }) =>
    expect(await linkToThread(client, { channel: 'C1', threadTs: '1.1' })).toBe('https://example.slack.com/1.1'),
  'chat.postEphemeral': ({ client }) => whisper(client, { user: 'U1', channel: 'C1' }, note),
  'chat.postMessage': ({ poster }) =>
    poster.once(
      'inv',
      () => ['a'],
      { channel: 'C1', since },
      () => note,
    ),
  'chat.startStream': stream,
  'chat.stopStream': stream,
  'chat.update': async ({ poster }) => {
    const at = await poster.once(
      'inv',
      () => ['a'],
      { channel: 'C1', since },
      () => note,
    );
    await poster.edit(at!, noteMessage('edited'));
  },
  'conversations.canvases.create': ({ client }) => makeCanvas(client, { ...canvas, tab: 'C1' }),
  'conversations.create': ({ client }) => createOpenChannel(client)(wanted),
  'conversations.history': unsure(),
  'conversations.invite': ({ client }) => createInvite(client)('C1', ['U1']),
  'conversations.list': async ({ slack, client }) => {
    slack.trouble('conversations.create', { error: 'name_taken' });
    await createOpenChannel(client)(wanted);
  },
  'conversations.open': inWorkspace((workspace) =>
    workspace.deliver({
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      view: { callback_id: 'sre_investigate', private_metadata: '{"channel":"U1"}', state: { values: {} } },
    }),
  ),
  'conversations.replies': unsure('1.1'),
  'conversations.setPurpose': ({ client }) => createOpenChannel(client)(wanted),
  'conversations.setTopic': ({ client }) => createOpenChannel(client)(wanted),
  'files.completeUploadExternal': ({ client }) => uploadFile(client, file, { channel: 'C1', text: 'here' }),
  'files.getUploadURLExternal': ({ client }) => uploadFile(client, file),
  'usergroups.users.list': ({ client }) =>
    createUserGroupOnCall({ client, people: createSlackPeople({ client, clock }), teamId: async () => 'T1' }).onCall(
      'S1',
      new Date(),
      new AbortController().signal,
    ),
  'users.info': ({ client }) => createSlackPeople({ client, clock }).find('T1', 'U1'),
  'users.lookupByEmail': ({ client }) => createFindByEmail(client)('ann@example.com', new AbortController().signal),
  'views.open': inWorkspace((workspace) => workspace.press('sre_show_evidence', 'inv-done')),
  'views.publish': inWorkspace((workspace) =>
    workspace.deliver({
      type: 'event_callback',
      team_id: 'T1',
      event_id: 'Ev1',
      event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
    }),
  ),
  'views.update': inWorkspace((workspace) => workspace.press('sre_evidence_page_on', 'inv-done 1', IN_VIEW)),
  // Beside the Web API.
  upload: ({ client }) => uploadFile(client, file),
  respond: inWorkspace((workspace) => workspace.press('sre_investigate_again', 'inv-none')),
};
/** What only shows progress more nicely is not waited for: the same is shown another way. */
const ANOTHER_WAY = new Set(['chat.startStream', 'agents.sessions.setStatus']);

let serial = 0;

async function callsOf(method: string, ...troubles: Trouble[]) {
  serial += 1;
  const slack = await startFakeSlack();
  const options = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl, logLevel: 'error' as never };
  const client = new webApi.WebClient(`xoxb-retry-${serial}`, options);
  const poster = createPoster({ client, ledger: createMemoryLedger(), betweenMs: 0 });
  slack.trouble(method, ...troubles);
  await DRIVES[method]!({ slack, client, poster });
  const calls = slack.calls.filter((call) => call.method === method);
  const others = slack.calls.filter((call) => call.method !== method).map((call) => call.method);
  const { messages, uploads, responses } = slack;
  await slack.close();
  return { calls, others, kept: [messages.length, uploads.length, responses.length] };
}

test('each method that Slack refuses as too early is called again when Slack said, and nothing is dropped or doubled', async () => {
  const seen = await Promise.all(
    Object.keys(DRIVES).map(async (method) => {
      const [plain, refused] = await Promise.all([callsOf(method), callsOf(method, { retryAfter: 1 })]);
      const [first, second] = refused.calls;
      const wait = (second?.at ?? 0) - (first?.at ?? 0);
      return { method, plain, refused, wait };
    }),
  );
  for (const { method, plain, refused, wait } of seen) {
    expect({ method, called: plain.calls.length > 0 }).toEqual({ method, called: true });
    if (ANOTHER_WAY.has(method)) {
      const early = refused.calls.length > 1 && wait < 1_000 && method === 'chat.startStream';
      expect({ method, early, shown: refused.kept[0] }).toEqual({ method, early: false, shown: 1 });
      continue;
    }
    expect({ method, calls: refused.calls.length, kept: refused.kept }).toEqual({
      method,
      calls: plain.calls.length + 1,
      kept: plain.kept,
    });
    expect({ method, early: wait < 990 }).toEqual({ method, early: false });
    expect({ method, others: refused.others }).toEqual({ method, others: plain.others });
  }
});

test('every Slack method that the code calls is driven here, and none else', () => {
  const room = join(import.meta.dirname, '../../../../bot');
  const code = readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(room, path), 'utf8'))
    .join('\n');
  const families =
    /^(?:agents|auth|chat|conversations|files|usergroups|users|views|canvases|reactions|pins|team|assistant)\./;
  const called = [...code.matchAll(/\bclient\.((?:[a-z][A-Za-z]*\.)+[a-zA-Z]+)\(/g)]
    .map(([, method = '']) => method)
    .filter((method) => families.test(method));
  const driven = Object.keys(DRIVES).filter((method) => method.includes('.'));
  expect([...new Set(called)].sort()).toEqual(driven.sort());
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Manifest {
  readonly features: { readonly slash_commands: readonly { readonly command: string }[]; readonly agent_view: object };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

const room = join(import.meta.dirname, '..', '..', '..', 'bot');
const manifest = parse(readFileSync(join(room, 'slack', 'manifest.yaml'), 'utf8')) as Manifest;
const code = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(room, path), 'utf8'))
  .join('\n');

/** The scopes each method needs with a bot token, as its page in Slack's reference says. */
const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'agents.sessions.setStatus': ['chat:write', 'assistant:write'],
  'auth.test': [],
  'canvases.access.set': ['canvases:write'],
  'canvases.create': ['canvases:write'],
  'canvases.edit': ['canvases:write'],
  'chat.appendStream': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.canvases.create': ['canvases:write'],
  'conversations.create': ['channels:manage'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.invite': ['channels:manage'],
  'conversations.list': ['channels:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.setPurpose': ['channels:manage'],
  'conversations.setTopic': ['channels:manage'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  // The e-mail of a person is in it only with the second.
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  agent_session_stopped: ['assistant:write'],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  user_change: ['users:read'],
};

const called = new Set(
  [...code.matchAll(/\bclient\.((?:[a-z][A-Za-z]*\.)+[a-zA-Z]+)\(/g)]
    .map(([, method = '']) => method)
    .filter((method) =>
      /^(?:agents|auth|chat|conversations|files|usergroups|users|views|canvases|reactions|pins|team|assistant)\./.test(
        method,
      ),
    ),
);

test('every Slack method that the code calls is known here, and none is listed that it does not call', () => {
  expect([...called].sort()).toEqual(Object.keys(METHOD_SCOPES).sort());
});

test('the manifest asks for exactly the scopes that the methods, events and commands need', () => {
  const events = manifest.settings.event_subscriptions.bot_events;
  const needed = new Set([
    'commands',
    ...[...called].flatMap((method) => METHOD_SCOPES[method] ?? []),
    ...events.flatMap((event) => EVENT_SCOPES[event] ?? []),
  ]);
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...needed].sort());
});

test('the manifest subscribes to exactly the events that the code listens to', () => {
  const heard = new Set([...code.matchAll(/\.event\(\s*'([a-z_]+)'/g)].map(([, name = '']) => name));
  const subscribed = manifest.settings.event_subscriptions.bot_events;
  expect(subscribed.filter((name) => !name.startsWith('message.')).sort()).toEqual([...heard].sort());
  expect(code).toMatch(/\.message\(/);
  expect(subscribed.every((name) => name in EVENT_SCOPES)).toBe(true);
});

test('the command of the manifest is the one the code answers', () => {
  const answered = [...code.matchAll(/\.command\('(\/[a-z]+)'/g)].map(([, name]) => name);
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(answered);
});

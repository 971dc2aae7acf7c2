import { expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { harmless } from '../../../bot/domain/incident.ts';
import { createProgressSurface } from '../../../bot/slack/progress-surface.ts';
import { createOpenChannel } from '../../../bot/slack/team.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createPoster } from '../../../bot/slack/transport/poster.ts';
import { uploadFile } from '../../../bot/slack/transport/upload.ts';
import { startFakeSlack } from './fake-slack.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { WORST_TEXTS } from './views/hostile.ts';

// What the bot names outside of messages: files, topics, sessions. Slack shows these as they are.

const HIDDEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}]/u;
const since = '2026-01-02T03:04:05.000Z';

test.each(WORST_TEXTS)(
  'files, topics and sessions named after %s fit, hide nothing and call nobody',
  async (_what, text) => {
    const slack = await startFakeSlack();
    slack.streams = true;
    const options = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl, logLevel: 'error' as never };
    const client = new webApi.WebClient(`xoxb-named-${text.length}-${text.slice(0, 3).length}`, options);
    await uploadFile(client, { name: 'chart.png', title: text, content: 'x', altText: text });
    await createOpenChannel(client)({ name: 'inc-1', incident: 'inc-1', declaredAt: since, topic: harmless(text) });
    const ledger = createMemoryLedger();
    const surface = createProgressSurface(
      { client, ledger, poster: createPoster({ client, ledger, betweenMs: 0 }), abilities: { streams: true } },
      {
        id: 'inv-1',
        question: text,
        target: { kind: 'service', name: text },
        sinceSeconds: 60,
        askedBy: { teamId: 'T1', slackUserId: 'U1' },
        thread: { teamId: 'T1', channel: 'C1', threadTs: '1.1' },
        askedAt: since,
      },
      '1.1',
      { channel: 'C1', threadTs: '1.1', since },
    );
    await surface([{ source: 'logs', state: 'reading', note: text }], true);
    const [{ files } = {}] = slack.of('files.completeUploadExternal') as { files: { title: string }[] }[];
    const [{ alt_text = '' } = {}] = slack.of('files.getUploadURLExternal') as { alt_text?: string }[];
    const [{ topic = '' } = {}] = slack.of('conversations.setTopic') as { topic?: string }[];
    const [{ title = '' } = {}] = slack.of('agents.sessions.setStatus') as { title?: string }[];
    expect(files?.[0]?.title.length).toBeGreaterThan(0);
    for (const [name, longest] of [
      [files?.[0]?.title ?? '', 255],
      [alt_text, 1_000],
      [topic, 250],
      [title, 200],
    ] as const) {
      expect(name.length).toBeLessThanOrEqual(longest);
      expect(name).not.toMatch(HIDDEN);
      expect(name.isWellFormed()).toBe(true);
    }
    expect(topic).not.toMatch(/[<>]/);
    await slack.close();
  },
);

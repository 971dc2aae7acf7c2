import { afterEach, expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import type { Incident } from '../../../bot/domain/incident.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ADA, BEN, type DocumentWorkspace, openDocumentWorkspace, TEAM } from './document-workspace.ts';

// Postmortems and hand-overs in a workspace that takes canvases, limits and access as Slack does.

let opened: DocumentWorkspace;
afterEach(() => opened.close());

const canvas = () => opened.workspace.canvases()[0]!;
const inThread = (thread: string) => opened.workspace.replies('#incidents', thread);
const note = (thread: string, at: string, text: string) =>
  opened.entries.push({ thread, entry: { at, kind: 'acknowledged', text } });

async function draft(user = ADA): Promise<void> {
  await opened.workspace.command(user, '#incidents', '/sre postmortem');
}

test('a postmortem is a canvas that the channel can open and write in, and one message leads to it', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  await draft();
  const message = await waitFor(() => inThread(thread)[1]);
  expect(message.text).toContain('A first draft of the postmortem');
  expect(JSON.stringify(message.blocks)).toContain(`${opened.workspace.url}/docs/${TEAM}/${canvas().id}`);
  await waitFor(() => canvas().sharedWith?.includes('C0INCIDENT'));
  expect(canvas().title).toContain('Postmortem (draft): service/basket');
  expect(canvas().markdown).toContain('basket-1 was OOMKilled 4 times');
  expect(canvas().markdown).not.toMatch(/^# /m);
  // Ada's zone in Slack, and the first moment in UTC beside it.
  expect(canvas().markdown).toMatch(/Europe\/London; the first, .* UTC\./);
  await waitFor(() => opened.told(ADA).includes('The draft is in the thread'));
});

test('a second one adds what happened since at the end, once, and leaves what people wrote', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  await draft();
  await waitFor(() => opened.told(ADA).includes('in the thread'));
  await draft(BEN);
  await waitFor(() => opened.told(BEN).includes('nothing happened since'));
  expect(opened.told(BEN)).toContain(canvas().id);
  const before = canvas().markdown;
  note(thread, '2026-01-02T04:00:00.000Z', `<@${BEN}> has it.`);
  await draft(BEN);
  await waitFor(() => opened.told(BEN).includes('stands at its end now'));
  expect(canvas().markdown.startsWith(before)).toBe(true);
  expect(canvas().markdown.slice(before.length)).toContain('Ben Ruiz has it');
  expect(canvas().markdown.slice(before.length)).not.toContain('OOMKilled');
  await draft(BEN);
  await waitFor(() => opened.told(BEN).includes('nothing happened since'));
  expect(opened.workspace.canvases()).toHaveLength(1);
  expect(inThread(thread)).toHaveLength(2);
});

test('two at once make one canvas', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  await Promise.all([draft(ADA), draft(BEN)]);
  await waitFor(() => opened.told(ADA) !== '""' && opened.told(BEN) !== '""');
  await waitFor(() => canvas()?.sharedWith);
  expect(opened.workspace.canvases()).toHaveLength(1);
  expect(inThread(thread)).toHaveLength(2);
});

test('a canvas that was deleted is made anew', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  await draft();
  await waitFor(() => canvas()?.sharedWith);
  opened.workspace.removeCanvas(canvas().id);
  note(thread, '2026-01-02T04:00:00.000Z', `<@${BEN}> has it.`);
  await draft();
  await waitFor(() => canvas()?.sharedWith);
  expect(canvas().markdown).toContain('OOMKilled');
  expect(inThread(thread)).toHaveLength(3);
});

test.each([
  ['missing_scope', 'lacks the scope canvases:write'],
  ['canvas_disabled_user_team', 'switched off'],
  ['restricted_action', 'does not let the app'],
  ['canvas_creation_failed', 'made no canvas just now'],
  ['unknown_method', 'has no canvases'],
])('where Slack answers %s, a file stands in the thread and says why', async (error, why) => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  opened.workspace.refuse('canvases.create', error);
  await draft();
  const message = await waitFor(() => inThread(thread)[1]);
  expect(message.text).toContain(why);
  expect(JSON.stringify(message.files)).toContain('postmortem-draft.md');
  await draft(BEN);
  await waitFor(() => opened.told(BEN).includes('already, as a file'));
  expect(inThread(thread)).toHaveLength(2);
});

test('the free plan has no canvas of its own, so there is a file', async () => {
  opened = await openDocumentWorkspace({ plan: 'free' });
  const thread = await opened.investigated();
  await draft();
  const message = await waitFor(() => inThread(thread)[1]);
  expect(message.text).toContain('this Slack plan has no canvases of their own');
});

test('a canvas that cannot be shared has a file beside it', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  opened.workspace.refuse('canvases.access.set', 'restricted_action');
  await draft();
  await waitFor(() => inThread(thread)[2]);
  expect(inThread(thread)[2]!.text).toContain('could not be shared');
});

test('what cannot be added is said, with the way to the canvas', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated();
  await draft();
  await waitFor(() => canvas()?.sharedWith);
  opened.workspace.refuse('canvases.edit', 'canvas_editing_failed');
  note(thread, '2026-01-02T04:00:00.000Z', `<@${BEN}> has it.`);
  await draft(BEN);
  await waitFor(() => opened.told(BEN).includes('did not let me add'));
  opened.workspace.refuse('canvases.edit', undefined);
  await draft(BEN);
  await waitFor(() => opened.told(BEN).includes('stands at its end now'));
});

const incident: Incident = {
  id: 'inc-1',
  teamId: TEAM,
  state: 'open',
  channel: 'C0INCIDENT',
  threadTs: '',
  title: 'Nobody can pay',
  severity: 'sev1',
  roles: { commander: ADA },
  declaredBy: ADA,
  declaredAt: '2026-01-02T03:00:00.000Z',
  ownChannel: 'C0CHECKOUT',
};

test('where the incident’s own channel has a canvas already, the draft stands by itself', async () => {
  opened = await openDocumentWorkspace();
  await opened.client.conversations.canvases.create({ channel_id: 'C0CHECKOUT', title: 'Ours' });
  const threadTs = await opened.investigated();
  await opened.duty.incidents.add({ ...incident, threadTs });
  await opened.workspace.command(ADA, '#checkout', '/sre postmortem');
  const made = await waitFor(() => opened.workspace.canvases()[1]?.sharedWith && opened.workspace.canvases()[1]);
  expect(made).toMatchObject({ channel: undefined, sharedWith: ['C0INCIDENT'] });
});

test('an incident’s canvas is the tab of its own channel', async () => {
  opened = await openDocumentWorkspace();
  const threadTs = await opened.investigated();
  await opened.duty.incidents.add({ ...incident, threadTs });
  await opened.workspace.command(ADA, '#checkout', '/sre postmortem');
  await waitFor(() => inThread(threadTs)[1]);
  expect(canvas()).toMatchObject({ channel: 'C0CHECKOUT', title: 'Postmortem (draft): Nobody can pay' });
  expect(canvas().markdown).toContain('Incident sev1, "Nobody can pay"');
});

test('the kept copy is opened by a button, for this team, and is not offered where it could not be kept', async () => {
  const kept: string[] = [];
  let trouble: SreError | undefined;
  opened = await openDocumentWorkspace({
    shelf: {
      async keep({ investigation, markdown }) {
        if (trouble) throw trouble;
        kept.push(markdown);
        return { key: investigation };
      },
      async find(kind, investigation, teamId, seconds) {
        if (trouble) throw trouble;
        return { link: `https://s3.example/${kind}/${investigation}?team=${teamId}&X-Amz-Expires=${seconds}` };
      },
    },
  });
  const thread = await opened.investigated();
  await draft();
  const message = await waitFor(() => inThread(thread)[1]);
  expect(kept[0]).toMatch(/^# Postmortem \(draft\): service\/basket/);
  await opened.workspace.press(BEN, { channel: '#incidents', ts: message.ts }, 'sre_open_report');
  await waitFor(() => opened.told(BEN).includes('https://s3.example/postmortem/'));
  trouble = new SreError('unavailable', 'S3 is away');
  await opened.workspace.press(BEN, { channel: '#incidents', ts: message.ts }, 'sre_open_report');
  await waitFor(() => opened.told(BEN).includes('cannot be opened just now'));

  const other = { channel: 'C0INCIDENT', ts: await opened.investigated() };
  opened.records.splice(0, 1);
  await draft();
  const second = await waitFor(() => opened.workspace.replies('#incidents', other.ts)[1]);
  expect(JSON.stringify(second.blocks)).not.toContain('sre_open_report');
});

test('the details of an answer lead to its kept report, and open all the same where the shelf is slow or away', async () => {
  let find: () => Promise<{ link: string } | undefined> = async () => ({
    link: 'https://s3.example/report?X-Amz-Expires=3600',
  });
  opened = await openDocumentWorkspace({ shelf: { keep: async () => ({ key: '' }), find: () => find() } });
  const thread = await opened.investigated();
  const details = async () => {
    await opened.workspace.closeView(ADA).catch(() => undefined);
    await opened.workspace.press(ADA, { channel: '#incidents', ts: thread }, 'sre_show_evidence');
    return JSON.stringify(await waitFor(() => opened.workspace.views(ADA).at(-1)));
  };
  expect(await details()).toContain('https://s3.example/report?X-Amz-Expires=3600');
  find = () => Promise.reject(new SreError('unavailable', 'S3 is away'));
  expect(await details()).not.toContain('s3.example');
  find = () => new Promise(() => undefined);
  expect(await details()).toContain('observations');
});

test('in a direct message the canvas is shared with the one person', async () => {
  opened = await openDocumentWorkspace();
  const thread = await opened.investigated('D0SREBOT01');
  await opened.workspace.command(ADA, 'D0SREBOT01', '/sre postmortem');
  await waitFor(() => opened.workspace.replies('D0SREBOT01', thread)[1]);
  expect(await waitFor(() => canvas().sharedWith)).toEqual([ADA]);
});

test('no secret that people typed gets into a canvas, its name, a file or the kept copy', async () => {
  const secret = `Vb7${'tQ4z'.repeat(4)}`;
  const kept: string[] = [];
  opened = await openDocumentWorkspace();
  const threadTs = await opened.investigated();
  await opened.duty.incidents.add({ ...incident, ownChannel: undefined, threadTs, title: `password=${secret}` });
  note(threadTs, '2026-01-02T04:00:00.000Z', `token: password=${secret}`);
  await draft();
  await waitFor(() => canvas()?.sharedWith);
  kept.push(canvas().title, canvas().markdown, JSON.stringify(inThread(threadTs)));
  note(threadTs, '2026-01-02T04:10:00.000Z', `again password=${secret}`);
  await draft();
  await waitFor(() => opened.told(ADA).includes('stands at its end now'));
  kept.push(canvas().markdown, JSON.stringify(await opened.documents.list({})));
  for (const text of kept) expect(text).not.toContain(secret);
  expect(canvas().markdown).toContain('[redacted password');
});

test('hand-overs stand in one canvas of the channel, the newest first; with nothing open there is none', async () => {
  opened = await openDocumentWorkspace();
  await opened.workspace.command(ADA, '#incidents', '/sre handover');
  await waitFor(() => opened.told(ADA).includes('Nothing is open'));
  expect(opened.workspace.canvases()).toHaveLength(0);
  await opened.duty.incidents.add({ ...incident, threadTs: '1.000001' });
  await opened.workspace.command(ADA, '#incidents', '/sre handover');
  await waitFor(() => canvas()?.sharedWith);
  expect(canvas().markdown).toContain('**sev1** Nobody can pay: commander Ada Okafor');
  const first = canvas().markdown;
  await opened.workspace.command(BEN, '#incidents', '/sre handover');
  await waitFor(() => opened.told(BEN).includes('stand in a canvas'));
  expect(canvas().markdown).toBe(first);
  await opened.duty.incidents.add({ ...incident, id: 'inc-2', title: 'Login <!here> fails', threadTs: '1.000002' });
  await opened.workspace.command(BEN, '#incidents', '/sre handover');
  await waitFor(() => canvas().markdown !== first);
  expect(canvas().markdown.endsWith(first)).toBe(true);
  expect(canvas().markdown.split('Login ‹!here› fails')).toHaveLength(2);
  expect(opened.workspace.messages('#incidents')).toHaveLength(1);
});

test('hand-overs are a file where there are no canvases', async () => {
  opened = await openDocumentWorkspace({ plan: 'free' });
  await opened.duty.incidents.add({ ...incident, threadTs: '1.000001' });
  await opened.workspace.command(ADA, '#incidents', '/sre handover');
  const message = await waitFor(() => opened.workspace.messages('#incidents')[0]);
  expect(JSON.stringify(message.files)).toContain('hand-over.md');
});

import { documentId } from '../../domain/document.ts';
import { countOpen, handOverText, type OpenDuties } from '../../duty/hand-over.ts';
import type { RunContext } from '../deps.ts';
import { createDocumentWriter } from '../documents.ts';
import { namesIn, zoneOf } from '../trouble.ts';
import { documentMessage, documentNote } from '../views/document.ts';

/**
 * Writes what is open into the channel's canvas of hand-overs, the newest first, or into a file where Slack makes none.
 * Nothing is written where nothing is open, and nothing twice while nothing changes.
 */
export async function writeHandOver(context: RunContext, open: OpenDuties): Promise<void> {
  const { deps, asker } = context;
  const count = countOpen(open);
  if (count === 0) return;
  await deps.deliveries.once(`handover:${asker.teamId}:${asker.deliveryId}`, () => write(context, open, count));
}

async function write(context: RunContext, open: OpenDuties, count: number): Promise<void> {
  const { deps, client, asker } = context;
  const at = deps.clock.now().toISOString();
  const users = [
    ...open.incidents.map(({ roles }) => roles.commander),
    ...open.pages.map(({ owner }) => owner),
    ...open.silences.map(({ by }) => by),
  ];
  const nameOf = await namesIn(
    deps,
    asker.teamId,
    users.map((user) => `<@${user}>`),
  );
  const whole = handOverText(open, at, { timeZone: await zoneOf(deps, asker), nameOf });
  const { store: documents, redaction } = deps.documents;
  const writer = createDocumentWriter({ client, documents, redaction, clock: deps.clock, log: deps.log });
  const lead = `Hand-over: ${count} ${count === 1 ? 'thing is' : 'things are'} open.`;
  const written = await writer.write({
    id: documentId('hand-over', asker.teamId, asker.channel),
    teamId: asker.teamId,
    channel: asker.channel,
    by: asker.userId,
    title: 'Hand-overs',
    fileName: 'hand-over.md',
    facts: [whatStands(open)],
    whole,
    addition: () => whole,
    where: 'start',
    isLeadRenewed: true,
    message: (link, title) => documentMessage({ lead, title, link }),
    besideFile: (why) => `${lead} The hand-over is a file, because ${why}.`,
  });
  if (written.how !== 'busy' && written.how !== 'new' && written.in === 'canvas') {
    const text = written.problem ?? 'The hand-overs of this channel stand in a canvas.';
    await context.whisper(documentNote(text, { link: written.link, label: 'Open it' }));
  }
}

/** All that the text depends on but for the time of writing. */
function whatStands({ incidents, pages, groups, silences }: OpenDuties): string {
  return JSON.stringify([
    incidents.map(({ id, severity, title, roles }) => [id, severity, title, roles.commander]),
    pages.map(({ id, reason, owner }) => [id, reason, owner]),
    groups.map(({ id, revision }) => [id, revision]),
    silences.map(({ id, until }) => [id, until]),
  ]);
}

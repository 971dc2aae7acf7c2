import { documentId } from '../../domain/document.ts';
import { toSreError } from '../../domain/errors.ts';
import { postmortemAddition, postmortemDraft, storyTitle } from '../../investigation/postmortem/draft.ts';
import { momentsOf, type Story } from '../../investigation/postmortem/story.ts';
import type { Moment } from '../../investigation/timeline.ts';
import type { RunContext } from '../deps.ts';
import { createDocumentWriter, type Draft, type Written } from '../documents.ts';
import { meantTrouble, namesIn, storyOfTrouble, type Trouble, troubleTitle, zoneOf } from '../trouble.ts';
import { documentMessage, documentNote } from '../views/document.ts';
import { said } from '../views/notices.ts';
import type { Run } from './run.ts';

const NONE = 'There is no investigation and no incident in this channel yet. Start one: /sre checkout is slow';
const LEAD = 'A first draft of the postmortem, from what was observed. What only people know is left open in it.';
const LABEL = 'Open the draft';

/** `/sre postmortem`: drafts it into the thread as a canvas; once there is one, adds what happened since. */
export const writePostmortem: Run = async (context) => {
  const { deps, asker } = context;
  const trouble = await meantTrouble(context);
  if (trouble === undefined) return context.whisper(said(NONE));
  await deps.deliveries.once(`postmortem:${asker.teamId}:${asker.deliveryId}`, () => write(context, trouble));
};

async function write(context: RunContext, trouble: Trouble): Promise<void> {
  const { deps, client } = context;
  const story = await storyOfTrouble(deps, trouble);
  const { store: documents, redaction } = deps.documents;
  const writer = createDocumentWriter({ client, documents, redaction, clock: deps.clock, log: deps.log });
  const written = await writer.write(await draftOf(context, trouble, story));
  await tell(context, trouble, written);
}

async function draftOf(context: RunContext, trouble: Trouble, story: Story): Promise<Draft> {
  const { deps, asker } = context;
  const { thread, incident } = trouble;
  const id = documentId('postmortem', thread.teamId, thread.channel, thread.threadTs);
  const moments = momentsOf(story);
  const nameOf = await namesIn(deps, asker.teamId, mentions(story, moments));
  const options = { timeZone: await zoneOf(deps, asker), nameOf };
  const [heading = '', ...rest] = postmortemDraft(story, options).split('\n');
  const whole = rest.join('\n').trimStart();
  const at = deps.clock.now().toISOString();
  const kept = await keep(context, id, at, `${heading}\n\n${whole}`);
  return {
    id,
    teamId: thread.teamId,
    channel: thread.channel,
    threadTs: thread.threadTs,
    ...(incident?.ownChannel !== undefined && { tab: incident.ownChannel }),
    by: asker.userId,
    title: `Postmortem (draft): ${storyTitle(story)}`,
    fileName: 'postmortem-draft.md',
    facts: moments.map(factOf),
    whole,
    addition: (isNew) =>
      postmortemAddition(
        moments.filter((one) => isNew(factOf(one))),
        at,
        options,
      ),
    where: 'end',
    message: (link, title) => documentMessage({ lead: LEAD, title, link, ...(kept && { kept: id }) }),
    besideFile: (why) => `${LEAD} It is a file, because ${why}.`,
  };
}

/** Lays the whole on the shelf; that this fails is no reason not to write it. */
async function keep({ deps, asker }: RunContext, id: string, at: string, markdown: string): Promise<boolean> {
  try {
    await deps.documents.shelf?.keep({ kind: 'postmortem', investigation: id, teamId: asker.teamId, at, markdown });
    return deps.documents.shelf !== undefined;
  } catch (thrown) {
    deps.log.warn({ err: toSreError(thrown, 'not kept') }, 'postmortem not kept');
    return false;
  }
}

function factOf({ at, what }: Moment): string {
  return `${at} ${what}`;
}

/** Every text in which people may be named. */
function mentions({ incident, pages, actions }: Story, moments: readonly Moment[]): string[] {
  const users = [
    incident?.declaredBy,
    ...Object.values(incident?.roles ?? {}),
    ...pages.map(({ owner }) => owner),
    ...actions.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy]),
  ];
  return [...moments.map(({ what }) => what), ...users.map((user) => `<@${user}>`)];
}

async function tell(context: RunContext, trouble: Trouble, written: Written): Promise<void> {
  if (written.how === 'busy') return context.whisper(said('The draft is being written just now.'));
  if (written.how === 'new') {
    // Asked in its own thread, the draft itself is the answer.
    if (context.thread !== undefined || context.asker.threadTs !== undefined) return;
    return context.whisper(said(`The draft is in the thread of "${troubleTitle(trouble)}".`));
  }
  if (written.in === 'file') {
    return context.whisper(said('The draft is in its thread already, as a file; nothing happened since.'));
  }
  const text =
    written.problem ??
    (written.how === 'added'
      ? 'There is a draft already. What happened since stands at its end now.'
      : 'There is a draft already, and nothing happened since.');
  await context.whisper(documentNote(text, { link: written.link, label: LABEL }));
}

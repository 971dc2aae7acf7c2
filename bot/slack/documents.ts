import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { factHash, type KeptDocument } from '../domain/document.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import { addToCanvas, canvasLink, isCanvasGone, makeCanvas, shareCanvas, whyNoCanvas } from './canvas.ts';
import { callSlack } from './transport/call.ts';
import { postInTurn } from './transport/poster.ts';
import { uploadFile } from './transport/upload.ts';
import type { SlackMessage } from './views/message.ts';

/** A document as it should be, for a thread (`threadTs`) or a channel. Texts may hold secrets: they are redacted here. */
export interface Draft {
  readonly id: string;
  readonly teamId: string;
  readonly channel: string;
  readonly threadTs?: string;
  /** A channel of its own, whose tab the canvas may become. */
  readonly tab?: string;
  /** The Slack user who asked for it. */
  readonly by: string;
  readonly title: string;
  readonly fileName: string;
  /** What it says, each thing as one text that does not change. */
  readonly facts: readonly string[];
  /** The whole in Markdown, without a first heading that repeats the title. */
  readonly whole: string;
  /** What to put into a canvas that holds some of the facts already. */
  readonly addition: (isNew: (fact: string) => boolean) => string;
  readonly where: 'start' | 'end';
  /** True where what leads to the canvas says how it stands now, and is edited with each addition. */
  readonly isLeadRenewed?: boolean;
  /** What leads to the canvas. */
  readonly message: (link: string, title: string) => SlackMessage;
  /** What stands beside a file; `why` ends a sentence about the canvas that there is not. */
  readonly besideFile: (why: string) => string;
}

/** What became of it. `link` opens the canvas. */
export type Written =
  | { readonly how: 'new' | 'added' | 'same'; readonly in: 'canvas'; readonly link: string; readonly problem?: string }
  | { readonly how: 'new' | 'same'; readonly in: 'file' }
  | { readonly how: 'busy' };

export interface DocumentWriter {
  /**
   * Writes a document the first time, as a canvas or, where Slack makes none, as a file; from then on adds what is new
   * and leaves what people wrote. Throws SreError when it could be put nowhere.
   */
  write(draft: Draft): Promise<Written>;
}

export interface DocumentWriterDeps {
  readonly client: webApi.WebClient;
  readonly documents: RecordStore<KeptDocument>;
  readonly redaction: Redaction;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** Writing that takes longer was broken off by the end of its process. */
const WRITING_MS = 120_000;
const MOST_FACTS = 2_000;

export function createDocumentWriter(deps: DocumentWriterDeps): DocumentWriter {
  const { client, documents, clock } = deps;
  const begunAt = () => clock.now().toISOString();

  /** What was known before this writer took it; undefined when another is writing. */
  async function take(draft: Draft): Promise<KeptDocument | 'new' | undefined> {
    const { id, teamId, channel, threadTs } = draft;
    const fresh: KeptDocument = {
      id,
      teamId,
      state: 'writing',
      channel,
      ...(threadTs !== undefined && { threadTs }),
      facts: [],
      begunAt: begunAt(),
    };
    if (await documents.add(fresh)) return 'new';
    let before: KeptDocument | undefined;
    await documents.change(id, (current) => {
      const isBusy = current.state === 'writing' && clock.now().getTime() - Date.parse(current.begunAt) < WRITING_MS;
      if (isBusy) return undefined;
      before = current;
      return { ...current, state: 'writing', begunAt: begunAt() };
    });
    return before;
  }

  const leave = (id: string, change: Partial<KeptDocument>) =>
    documents.change(id, (current) => ({ ...current, ...change }));

  const clean = (draft: Draft, text: string) => deps.redaction.of(draft.id).redact(text);

  async function lead(draft: Draft, link: string, before?: KeptDocument): Promise<string | undefined> {
    const { text, blocks } = draft.message(link, await clean(draft, draft.title));
    const content = { channel: draft.channel, text, blocks: [...blocks] };
    const ts = before?.messageTs;
    if (ts !== undefined) {
      await callSlack(() => client.chat.update({ ...content, ts }), { repeatable: true });
      return ts;
    }
    const posted = await postInTurn(client, {
      ...content,
      ...(draft.threadTs !== undefined && { thread_ts: draft.threadTs }),
      unfurl_links: false,
      unfurl_media: false,
    });
    return posted.ts;
  }

  async function putCanvas(draft: Draft, before: KeptDocument | undefined): Promise<Written> {
    const { id } = draft;
    const title = await clean(draft, draft.title);
    let canvas = before?.canvas;
    let isTab = false;
    if (canvas === undefined) {
      const made = await makeCanvas(client, { title, markdown: await clean(draft, draft.whole), tab: draft.tab });
      canvas = made.id;
      isTab = made.isTab;
      await leave(id, { canvas });
    }
    const link = await canvasLink(client, draft.teamId, canvas);
    const messageTs = await lead(draft, link, before);
    await leave(id, { state: 'canvas', facts: hashesOf(draft), ...(messageTs !== undefined && { messageTs }) });
    if (isTab) return { how: 'new', in: 'canvas', link };
    try {
      await shareCanvas(client, canvas, { channel: draft.channel, user: draft.by });
      return { how: 'new', in: 'canvas', link };
    } catch (error) {
      deps.log.warn({ err: error }, 'a canvas could not be shared');
      // Nobody but the bot might be able to open it.
      await putFile(draft, 'the canvas could not be shared here');
      return { how: 'new', in: 'canvas', link, problem: 'It could not be shared here, so there is a file beside it.' };
    }
  }

  async function putFile(draft: Draft, why: string): Promise<void> {
    const { channel, threadTs, fileName: name } = draft;
    const title = await clean(draft, draft.title);
    const content = `# ${title}\n\n${await clean(draft, draft.whole)}`;
    const place = { channel, text: draft.besideFile(why), ...(threadTs !== undefined && { threadTs }) };
    await uploadFile(client, { name, title, content }, place);
  }

  async function writeNew(draft: Draft, before: KeptDocument | undefined): Promise<Written> {
    try {
      return await putCanvas(draft, before);
    } catch (error) {
      deps.log.warn({ err: error }, 'no canvas was made');
      await putFile(draft, whyNoCanvas(error));
      await leave(draft.id, { state: 'file', facts: hashesOf(draft) });
      return { how: 'new', in: 'file' };
    }
  }

  async function addTo(draft: Draft, before: KeptDocument, canvas: string): Promise<Written> {
    const link = await canvasLink(client, draft.teamId, canvas);
    const known = new Set(before.facts);
    const isNew = (fact: string) => !known.has(factHash(fact));
    const same = { how: 'same', in: 'canvas', link } as const;
    if (!draft.facts.some(isNew)) {
      await leave(draft.id, { state: 'canvas' });
      return same;
    }
    try {
      await addToCanvas(client, canvas, await clean(draft, draft.addition(isNew)), draft.where);
    } catch (error) {
      if (isCanvasGone(error)) {
        const { canvas: _gone, messageTs: _lost, ...rest } = before;
        await documents.change(draft.id, () => ({ ...rest, state: 'writing', begunAt: begunAt() }));
        return writeNew(draft, undefined);
      }
      deps.log.warn({ err: error }, 'a canvas was not added to');
      await leave(draft.id, { state: 'canvas' });
      return { ...same, problem: 'Slack did not let me add what happened since.' };
    }
    // What is put at the start stands for all that is below it.
    const earlier = draft.where === 'end' ? before.facts : [];
    const facts = [...new Set([...earlier, ...hashesOf(draft)])].slice(-MOST_FACTS);
    await leave(draft.id, { state: 'canvas', facts });
    if (draft.isLeadRenewed) {
      await lead(draft, link, before).catch((error) => deps.log.warn({ err: error }, 'what leads to a canvas is old'));
    }
    return { how: 'added', in: 'canvas', link };
  }

  return {
    async write(draft) {
      const before = await take(draft);
      if (before === undefined) return { how: 'busy' };
      try {
        if (before === 'new') return await writeNew(draft, undefined);
        if (before.canvas !== undefined && before.messageTs !== undefined) {
          return await addTo(draft, before, before.canvas);
        }
        const known = new Set(before.facts);
        if (before.state === 'file' && hashesOf(draft).every((fact) => known.has(fact))) {
          await leave(draft.id, { state: 'file' });
          return { how: 'same', in: 'file' };
        }
        return await writeNew(draft, before);
      } catch (error) {
        await leave(draft.id, { state: 'none' });
        throw error;
      }
    },
  };
}

function hashesOf({ facts }: Draft): string[] {
  return [...new Set(facts.map(factHash))].slice(-MOST_FACTS);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { ActionRequest } from '../domain/action.ts';
import { type Answer, remedyOf } from '../domain/answer.ts';
import { SreError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../domain/preferences.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageLedger, PostedMessage } from '../ports/message-ledger.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { PreferenceStore } from '../ports/preferences.ts';
import { createAnswerPoster } from './answer-poster.ts';
import { createEndPoster, type EndPlace } from './end-poster.ts';
import { createProgressLine, type ProgressLine } from './progress-line.ts';
import { createProgressSurface, endLeftProgress, type ProgressSurfaceDeps } from './progress-surface.ts';
import { callSlack } from './transport/call.ts';
import { createPoster, type PostPlace } from './transport/poster.ts';
import { againAnswer, againNote } from './views/again.ts';
import { delayedMessage } from './views/delayed.ts';
import { failureMessage } from './views/failure.ts';
import { findingsMessage } from './views/findings.ts';
import type { SlackMessage } from './views/message.ts';
import { endedMessage, openingMessage } from './views/opening.ts';
import { answerInOneLine, type Outcome } from './views/wording.ts';

export interface SlackNotifierDeps {
  /** Made with `SLACK_CLIENT_OPTIONS`: retries are ours. */
  readonly client: webApi.WebClient;
  readonly ledger: MessageLedger;
  readonly clock: Clock;
  readonly log?: Pick<Logger, 'warn'>;
  /** Whose answers come short, and who is told directly; nobody when absent. */
  readonly preferences?: Pick<PreferenceStore, 'read'>;
  /**
   * Whether a stop of this investigation was accepted, by any process: from then on only its end is said. Asked before each
   * message; it never is when absent.
   */
  readonly isStopped?: (investigation: string) => Promise<boolean>;
  /** Whether policy and cluster allow an action; no remedy is offered where it is absent. */
  readonly isPossible?: (request: ActionRequest) => Promise<boolean>;
  /** For tests. */
  readonly sleep?: (ms: number) => Promise<void>;
  readonly betweenMessagesMs?: number;
}

/** Ends remembered, so that a late word of stopped work does not begin a new progress message. */
const ENDED_KEPT = 1_000;

interface Batch {
  readonly waiting: Map<string, readonly Finding[]>;
  sending: Promise<unknown>;
}

/** Tells an investigation's thread how it goes; see the port for what is promised. */
export function createSlackNotifier(deps: SlackNotifierDeps): Notifier {
  const sleep = deps.sleep ?? ((ms: number) => delay(ms));
  const poster = createPoster({ ...deps, sleep, betweenMs: deps.betweenMessagesMs });
  const lines = new Map<string, ProgressLine>();
  const batches = new Map<string, Batch>();
  const ended = new Set<string>();
  const answers = createAnswerPoster(deps);
  const ends = createEndPoster({ poster, ...(deps.log && { log: deps.log }) });
  const surface: ProgressSurfaceDeps = {
    client: deps.client,
    poster,
    ledger: deps.ledger,
    sleep,
    abilities: { streams: true },
  };

  const isStopped = async ({ id }: InvestigationRequest) => (await deps.isStopped?.(id)) ?? false;
  const place = (request: InvestigationRequest, threadTs?: string): PostPlace => ({
    channel: request.thread.channel,
    threadTs,
    since: request.askedAt,
  });

  async function post(
    request: InvestigationRequest,
    threadTs: string | undefined,
    key: string,
    draw: () => SlackMessage,
  ) {
    let fresh = false;
    const message = await poster.once(
      request.id,
      () => [key],
      place(request, threadTs),
      () => {
        fresh = true;
        return draw();
      },
    );
    return { message: message as PostedMessage, fresh };
  }

  function lineOf(request: InvestigationRequest, threadTs: string): ProgressLine {
    const known = lines.get(request.id);
    if (known) return known;
    const line = createProgressLine({
      sleep,
      put: createProgressSurface(surface, request, threadTs, place(request, threadTs), () => isStopped(request)),
      failed: (error) => deps.log?.warn({ err: error, investigation: request.id }, 'progress not shown'),
    });
    lines.set(request.id, line);
    return line;
  }

  /** Ends the progress and says the outcome at the top. */
  async function settle(request: InvestigationRequest, threadTs: string, outcome: Outcome): Promise<void> {
    await besideTheAnswer(request, () => endProgress(request, threadTs));
    await besideTheAnswer(request, async () => {
      const opening = await deps.ledger.begin(request.id, 'open');
      if (opening.state === 'sent') await poster.edit(opening, openingMessage(request, outcome));
    });
  }

  /**
   * The answer stands already, so what Slack refuses is only logged; what may pass is thrown, so that it is tried again and
   * no stream and no Stop stays.
   */
  async function besideTheAnswer(request: InvestigationRequest, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof SreError && error.retryable) throw error;
      deps.log?.warn({ err: error, investigation: request.id }, 'the thread does not show the outcome');
    }
  }

  async function endProgress(request: InvestigationRequest, threadTs: string): Promise<void> {
    const line = lines.get(request.id);
    lines.delete(request.id);
    ended.add(request.id);
    for (const id of ended) if (ended.size > ENDED_KEPT) ended.delete(id);
    if (line !== undefined && (await line.close())) return;
    // Another process showed the progress and is gone, or Slack did not say that it ended: its Stop must not stay.
    await endLeftProgress(surface, request, threadTs, place(request, threadTs));
  }

  /** The asker's wishes; without them the answer comes as for everybody. */
  async function wishesOf({ askedBy }: InvestigationRequest): Promise<Preferences> {
    const read = deps.preferences?.read(askedBy).catch((error: unknown) => {
      deps.log?.warn({ err: error }, 'preferences not read');
      return undefined;
    });
    return (await read) ?? DEFAULT_PREFERENCES;
  }

  /** The remedy that can be proposed from the answer; undefined where there is none, or nobody can tell. */
  async function remedyIn(answer: Answer): Promise<ActionRequest | undefined> {
    const remedy = remedyOf(answer);
    if (remedy === undefined) return undefined;
    const isPossible = await deps.isPossible?.(remedy).catch((error: unknown) => {
      deps.log?.warn({ err: error }, 'policy of actions not read');
      return false;
    });
    return isPossible ? remedy : undefined;
  }

  /** Tells the asker directly, where they wish it, that the thread has an end. A failure is only logged. */
  async function tellDirectly(request: InvestigationRequest, threadTs: string, outcome: Outcome): Promise<void> {
    try {
      if ((await wishesOf(request)).notify !== 'direct') return;
      const { channel } = request.thread;
      const { permalink } = await callSlack(() => deps.client.chat.getPermalink({ channel, message_ts: threadTs }), {
        repeatable: true,
        sleep,
      });
      await poster.once(
        request.id,
        () => ['direct'],
        { channel: request.askedBy.slackUserId, since: request.askedAt },
        () => endedMessage(request, outcome, permalink),
      );
    } catch (error) {
      deps.log?.warn({ err: error, investigation: request.id }, 'asker not told directly');
    }
  }

  return {
    async open(request) {
      const { message } = await post(request, request.thread.threadTs, 'open', () => openingMessage(request));
      return { threadTs: request.thread.threadTs ?? message.ts };
    },

    async progress(request, threadTs, sources) {
      if (ended.has(request.id)) return;
      lineOf(request, threadTs).show(sources);
    },

    async findings(request, threadTs, key, findings) {
      if (findings.length === 0) return;
      const ledgerKey = `findings:${encodeURIComponent(key)}`;
      const open = batches.get(request.id);
      if (open) {
        open.waiting.set(ledgerKey, findings);
        await open.sending;
        return;
      }
      const batch: Batch = { waiting: new Map([[ledgerKey, findings]]), sending: Promise.resolve() };
      batches.set(request.id, batch);
      batch.sending = poster.once(
        request.id,
        () => {
          batches.delete(request.id);
          return [...batch.waiting.keys()];
        },
        place(request, threadTs),
        (fresh) => findingsMessage(fresh.flatMap((each) => batch.waiting.get(each) ?? [])),
        () => isStopped(request),
      );
      await batch.sending;
    },

    async answer(request, threadTs, answer: Answer, remembered) {
      await batches.get(request.id)?.sending;
      const brief = (await wishesOf(request)).detail === 'short';
      const remedy = await remedyIn(answer);
      const now = deps.clock.now();
      let where: EndPlace = 'thread';
      await answers.post(
        request,
        answer,
        { investigation: request.id, remembered, now, brief, ...(remedy && { remedy }) },
        async (draw) => {
          where = await ends.post(request, threadTs, 'answer', draw, () => isStopped(request));
        },
      );
      // Its end is told by who stopped it.
      if ((where as EndPlace) === 'nowhere') return;
      await settle(request, threadTs, answerInOneLine(answer));
      if ((where as EndPlace) === 'thread') await tellDirectly(request, threadTs, answerInOneLine(answer));
    },

    async delayed(request, threadTs) {
      const isOver = async () => ended.has(request.id) || (await isStopped(request));
      await poster.once(request.id, () => ['delayed'], place(request, threadTs), delayedMessage, isOver);
    },

    async again(request, threadTs, news) {
      if (news.kind !== 'changed') {
        await ends.post(request, threadTs, `again-${news.kind}`, () => againNote(news));
      } else {
        const { answer, back } = news;
        const options = { investigation: request.id, remembered: [], now: deps.clock.now(), brief: false };
        const remedy = await remedyIn(answer);
        await answers.post(request, answer, { ...options, ...(remedy && { remedy }) }, async (draw) => {
          await ends.post(request, threadTs, 'answer-again', () => againAnswer(draw(), back));
        });
      }
      if (news.kind !== 'stayed-away') await settle(request, threadTs, answerInOneLine(news.answer));
    },

    async fail(request, threadTs, wording, how = 'failed') {
      const draw = () => failureMessage(request.id, how, wording);
      const where = await ends.post(request, threadTs ?? request.thread.threadTs, 'fail', draw);
      if (threadTs === undefined) return;
      const outcome: Outcome =
        how === 'failed' ? { mark: ':x:', text: 'No answer' } : { mark: ':octagonal_sign:', text: 'Stopped' };
      await settle(request, threadTs, outcome);
      if (how === 'failed' && where === 'thread') await tellDirectly(request, threadTs, outcome);
    },
  };
}

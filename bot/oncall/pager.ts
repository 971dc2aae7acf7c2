import { type AlertSeverity, isAtLeast } from '../domain/alert.ts';
import { SreError } from '../domain/errors.ts';
import { harmless } from '../domain/incident.ts';
import type { Call, Page } from '../domain/page.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { DurableJobs } from '../ports/durable-jobs.ts';
import type { DutySettings, DutySettingsSource } from '../ports/duty-settings.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Timeline } from '../ports/timeline.ts';
import { isQuiet } from './quiet-hours.ts';
import type { WhoIsOnCall } from './who-is-on-call.ts';

export interface PagerDeps {
  readonly pages: RecordStore<Page>;
  readonly board: Board;
  readonly timeline: Timeline;
  readonly whoIsOnCall: WhoIsOnCall;
  readonly settings: DutySettingsSource;
  readonly jobs: DurableJobs;
  readonly clock: Clock;
}

export interface PageRequest {
  /** The same for the same delivery: a repeated one calls nobody again. */
  readonly id: string;
  readonly teamId: string;
  readonly channel: string;
  /** '' when it is to open a thread of its own. */
  readonly threadTs: string;
  readonly service?: string;
  readonly reason: string;
  readonly severity: AlertSeverity;
  readonly askedBy: string;
  /** A person asked for it, who means it: neither severity nor quiet hours hold it back. */
  readonly byHand: boolean;
}

/** Calls who is on call, in one message for each thread's page, until somebody has it. */
export interface Pager {
  /** Calls the first level. Does nothing for an id that was called before. Throws SreError when Slack cannot be told. */
  page(request: PageRequest): Promise<Page>;
  /** The job `escalate`: calls the next level when nobody has answered the level in `payload` (`ID LEVEL`). */
  escalate(payload: string): Promise<void>;
  /** Throws SreError `not-found` for an unknown page. Undefined when somebody else has it already. */
  acknowledge(id: string, slackUserId: string): Promise<Page | undefined>;
  takeOver(id: string, slackUserId: string): Promise<Page | undefined>;
  /** Gives it up and calls who is on call now, but for the one who gives it up. */
  handOver(id: string, slackUserId: string): Promise<Page | undefined>;
}

export const ESCALATE = 'escalate';

/** Where a round of calls begins, and why. */
interface From {
  readonly level: number;
  readonly byHand: boolean;
  /** The Slack user who handed it over just now. */
  readonly givenUpBy?: string;
}

export function createPager(deps: PagerDeps): Pager {
  const { pages, board, clock } = deps;
  const nowText = () => clock.now().toISOString();

  async function show(page: Page): Promise<Page> {
    const { channel, threadTs, openedAt: since } = page;
    const place = { channel, since, ...(threadTs !== '' && { threadTs }) };
    const { ts } = await board.put(place, page.id, 'page', { kind: 'page', page });
    const shown =
      threadTs === '' ? ((await pages.change(page.id, (current) => ({ ...current, threadTs: ts }))) ?? page) : page;
    const thread = { channel, threadTs: shown.threadTs, since };
    for (const [index, { apart }] of shown.calls.entries()) {
      if (apart) await board.put(thread, page.id, `call-${index}`, { kind: 'call', page: shown, index });
    }
    if (page.state === 'unanswered') {
      const text = 'Nobody answered. Whoever reads this: please take it.';
      await board.put(thread, page.id, `unanswered-${page.calls.length}`, { kind: 'note', text });
    }
    return shown;
  }

  async function note(page: Page, fact: string, kind: 'page' | 'acknowledged', text: string): Promise<void> {
    await deps.timeline.add(page, `${page.id} ${fact}`, { at: nowText(), kind, text });
  }

  /** Asks who is at a level and decides whether to mention them. */
  async function callAt(page: Page, level: number, settings: DutySettings, from: From): Promise<Call | undefined> {
    const { byHand, givenUpBy } = from;
    const onCall = await deps.whoIsOnCall.level(settings, page.service, level);
    if (onCall === undefined) return undefined;
    const others = onCall.people.filter(({ slackUserId }) => givenUpBy === undefined || slackUserId !== givenUpBy);
    const alone = onCall.people.length > 0 && others.length === 0;
    const found = {
      ...onCall,
      people: others,
      ...(alone && { problem: 'Who handed it over is alone on call there.' }),
    };
    const { oncall } = settings;
    const at = clock.now();
    const isHarmless = !byHand && !isAtLeast(page.severity, oncall.mentionFrom);
    const isNight = !byHand && isQuiet(oncall.quietHours, at) && !isAtLeast(page.severity, oncall.quietUnless);
    const nobodyKnown = found.people.length > 0 && found.people.every(({ slackUserId }) => slackUserId === undefined);
    const why =
      found.problem ??
      (found.people.length === 0
        ? `Nobody is on call there now (${found.source}).`
        : isHarmless
          ? `Not mentioned: ${page.severity} calls nobody.`
          : isNight
            ? 'Not mentioned: these are quiet hours.'
            : nobodyKnown
              ? 'I could not mention them: they are not known in Slack.'
              : undefined);
    const mentioned = found.people.length > 0 && !isHarmless && !isNight && !nobodyKnown;
    const answerBy = new Date(at.getTime() + oncall.escalateAfterMinutes * 60_000).toISOString();
    const apart = mentioned && page.calls.length > 0;
    const rest = { ...(why && { why }), ...(mentioned && { answerBy }), ...(apart && { apart }) };
    return { at: at.toISOString(), level, people: found.people, mentioned, ...rest };
  }

  async function putOffEscalation(page: Page, settings: DutySettings): Promise<void> {
    const last = page.calls.at(-1);
    if (last?.mentioned !== true || page.state !== 'waiting') return;
    const id = `${ESCALATE}:${page.id}:${last.level}:${page.calls.length}`;
    await deps.jobs.later(id, ESCALATE, `${page.id} ${last.level}`, settings.oncall.escalateAfterMinutes * 60);
  }

  /** Calls a level, and the next at once where there was nobody to mention; then waits for an answer. */
  async function callFrom(id: string, from: From): Promise<Page> {
    const settings = await deps.settings.current();
    const before = await found(id);
    const calls: Call[] = [];
    for (let { level } = from; ; level += 1) {
      const call = await callAt(before, level, settings, from);
      if (call === undefined) break;
      calls.push(call);
      const isHeldBack = call.people.length > 0 && call.why?.startsWith('Not mentioned') === true;
      if (call.mentioned || isHeldBack) break;
    }
    const changed = await pages.change(id, (page) => {
      if (page.state !== 'waiting') return undefined;
      const isNew = calls.filter((call) => !page.calls.some(({ level, at }) => level === call.level && at === call.at));
      const reached = calls.some(({ people }) => people.length > 0);
      const everCalled = page.calls.some(({ people }) => people.length > 0);
      // Level after level was called and there is no further one.
      const isOver = !reached && everCalled && from.level > 0;
      return { ...page, calls: [...page.calls, ...isNew], state: isOver ? 'unanswered' : 'waiting' };
    });
    const page = await show(changed ?? (await found(id)));
    if (page.state === 'unanswered' && calls.length === 0) {
      await note(page, 'unanswered', 'page', 'Nobody answered, and there is nobody further to call.');
    }
    for (const { people, mentioned, level } of calls) {
      const names = people
        .map(({ name, slackUserId }) => (slackUserId ? `<@${slackUserId}>` : harmless(name)))
        .join(', ');
      await note(
        page,
        `call ${level} ${calls[0]?.at}`,
        'page',
        mentioned
          ? `${level > 0 ? `Escalated to level ${level + 1}: called` : 'Called'} ${names}.`
          : `Did not reach level ${level + 1}.`,
      );
    }
    await putOffEscalation(page, settings);
    return page;
  }

  async function found(id: string): Promise<Page> {
    const page = await pages.find(id);
    if (page === undefined) throw new SreError('not-found', 'that call for help is not known any more');
    return page;
  }

  async function own(id: string, slackUserId: string, from: (page: Page) => boolean, word: string) {
    await found(id);
    const at = nowText();
    const page = await pages.change(id, (current) =>
      from(current) ? { ...current, state: 'acknowledged', owner: slackUserId, acknowledgedAt: at } : undefined,
    );
    if (page === undefined) return undefined;
    await note(page, `${word} ${slackUserId} ${at}`, 'acknowledged', `<@${slackUserId}> ${word}.`);
    await show(page);
    return page;
  }

  return {
    async page({ byHand, ...request }) {
      const added = await pages.add({ ...request, state: 'waiting', openedAt: nowText(), calls: [] });
      const known = await found(request.id);
      if (added || known.calls.length === 0) return callFrom(request.id, { level: 0, byHand });
      // A repeated delivery finishes what a crash, or Slack being away, broke off; all of it is done once.
      const shown = await show(known);
      await putOffEscalation(shown, await deps.settings.current());
      return shown;
    },
    async escalate(payload) {
      const [id = '', level = '0'] = payload.split(' ');
      const page = await pages.find(id);
      if (page?.state !== 'waiting' || page.calls.at(-1)?.level !== Number(level)) return;
      await callFrom(id, { level: Number(level) + 1, byHand: true });
    },
    acknowledge: (id, user) => own(id, user, ({ state }) => state !== 'acknowledged', 'has it'),
    takeOver: (id, user) => own(id, user, ({ owner }) => owner !== user, 'took over'),
    async handOver(id, user) {
      await found(id);
      const page = await pages.change(id, (current) => {
        if (current.state !== 'acknowledged') return undefined;
        const { owner: _, ...rest } = current;
        return { ...rest, state: 'waiting' };
      });
      if (page === undefined) return undefined;
      await note(page, `handed over ${user} ${nowText()}`, 'acknowledged', `<@${user}> handed it over.`);
      return callFrom(id, { level: 0, byHand: true, givenUpBy: user });
    },
  };
}

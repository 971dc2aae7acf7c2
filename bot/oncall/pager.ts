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
import { isQuiet, quietUntil } from './quiet-hours.ts';
import type { WhoIsOnCall } from './who-is-on-call.ts';

export interface PagerDeps {
  readonly pages: RecordStore<Page>;
  readonly board: Board;
  readonly timeline: Timeline;
  readonly whoIsOnCall: WhoIsOnCall;
  readonly settings: DutySettingsSource;
  readonly jobs: DurableJobs;
  /** Told of every page as it stands after a change; absent: nothing rings beside Slack. */
  readonly onChanged?: (page: Page) => Promise<void>;
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
  /**
   * The job `escalate`: calls the next level when nobody has answered the level in `payload` (`ID LEVEL CALLS`); with
   * `again` behind it the same level, which quiet hours held back.
   */
  escalate(payload: string): Promise<void>;
  /** Throws SreError `not-found` for an unknown page. Undefined when somebody else has it already. */
  acknowledge(id: string, slackUserId: string): Promise<Page | undefined>;
  takeOver(id: string, slackUserId: string): Promise<Page | undefined>;
  /** Gives it up and calls who is on call now, but for the one who gives it up. */
  handOver(id: string, slackUserId: string): Promise<Page | undefined>;
  /** What it was about is over: nobody is called any more, and who was called is told. Undefined when it was over. */
  over(id: string): Promise<Page | undefined>;
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
      const called = new Set(shown.calls.flatMap(({ people }) => people.map(({ slackUserId }) => slackUserId)));
      const names = [...called].flatMap((id) => (id === undefined ? [] : [`<@${id}>`])).join(', ');
      const who = names === '' ? '' : ` ${names} ${called.size === 1 ? 'was' : 'were'} called twice.`;
      const text = `Nobody answered: ${harmless(page.reason)}.${who} Whoever reads this: please take it.`;
      // In the channel, where those read who follow no thread.
      await board.put({ channel, since }, page.id, 'nobody-answered', { kind: 'note', text });
    }
    await deps.onChanged?.(shown);
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
    const isHeldByNight = isNight && !isHarmless && oncall.quietHours !== undefined;
    const heldUntil = isHeldByNight ? quietUntil(oncall.quietHours!, at).toISOString() : undefined;
    const apart = mentioned && page.calls.length > 0;
    const rest = {
      ...(why && { why }),
      ...(mentioned && { answerBy }),
      ...(apart && { apart }),
      ...(!mentioned && heldUntil && { heldUntil }),
    };
    return { at: at.toISOString(), level, people: found.people, mentioned, ...rest };
  }

  async function putOffEscalation(page: Page, settings: DutySettings): Promise<void> {
    const last = page.calls.at(-1);
    if (last === undefined || page.state !== 'waiting') return;
    const id = `${ESCALATE}:${page.id}:${last.level}:${page.calls.length}`;
    const payload = `${page.id} ${last.level} ${page.calls.length}`;
    if (last.mentioned) {
      await deps.jobs.later(id, ESCALATE, payload, settings.oncall.escalateAfterMinutes * 60);
    } else if (last.heldUntil !== undefined) {
      const seconds = (Date.parse(last.heldUntil) - clock.now().getTime()) / 1_000;
      await deps.jobs.later(`${id}:again`, ESCALATE, `${payload} again`, Math.max(1, Math.ceil(seconds)));
    }
  }

  /** Levels from one on, until one is called or held back; empty when there is none. */
  async function callLevels(page: Page, settings: DutySettings, from: From): Promise<Call[]> {
    const calls: Call[] = [];
    for (let { level } = from; ; level += 1) {
      const call = await callAt(page, level, settings, from);
      if (call === undefined) return calls;
      calls.push(call);
      const isHeldBack = call.people.length > 0 && call.why?.startsWith('Not mentioned') === true;
      if (call.mentioned || isHeldBack) return calls;
    }
  }

  /** Calls a level, and the next at once where there was nobody to mention; then waits for an answer. */
  async function callFrom(id: string, from: From): Promise<Page> {
    const settings = await deps.settings.current();
    const before = await found(id);
    let calls = await callLevels(before, settings, from);
    // All levels once more, before it is given up.
    const goesRound = from.level > 0 && before.secondRound !== true && !calls.some(({ people }) => people.length > 0);
    if (goesRound) calls = [...calls, ...(await callLevels(before, settings, { ...from, level: 0 }))];
    const changed = await pages.change(id, (page) => {
      if (page.state !== 'waiting') return undefined;
      const isNew = calls.filter((call) => !page.calls.some(({ level, at }) => level === call.level && at === call.at));
      const reached = calls.some(({ people }) => people.length > 0);
      const everCalled = page.calls.some(({ people }) => people.length > 0);
      // Level after level was called and there is no further one.
      const isOver = !reached && everCalled && from.level > 0;
      return {
        ...page,
        calls: [...page.calls, ...isNew],
        state: isOver ? 'unanswered' : 'waiting',
        ...(goesRound && { secondRound: true }),
      };
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
      const hand = byHand ? { byHand } : {};
      const added = await pages.add({ ...request, ...hand, state: 'waiting', openedAt: nowText(), calls: [] });
      const known = await found(request.id);
      if (added || known.calls.length === 0) return callFrom(request.id, { level: 0, byHand });
      // A repeated delivery finishes what a crash, or Slack being away, broke off; all of it is done once.
      const shown = await show(known);
      await putOffEscalation(shown, await deps.settings.current());
      return shown;
    },
    async escalate(payload) {
      const [id = '', level = '0', calls, again] = payload.split(' ');
      const page = await pages.find(id);
      if (page?.state !== 'waiting' || page.calls.at(-1)?.level !== Number(level)) return;
      // Jobs of earlier versions do not say how many calls there were.
      if (calls !== undefined && page.calls.length !== Number(calls)) return;
      await callFrom(id, { level: Number(level) + (again === undefined ? 1 : 0), byHand: page.byHand === true });
    },
    acknowledge: (id, user) => own(id, user, ({ state }) => state !== 'acknowledged', 'has it'),
    takeOver: (id, user) => own(id, user, ({ owner }) => owner !== user, 'took over'),
    async handOver(id, user) {
      await found(id);
      const page = await pages.change(id, (current) => {
        if (current.state !== 'acknowledged') return undefined;
        const { owner: _, ...rest } = current;
        return { ...rest, state: 'waiting', handedOver: (current.handedOver ?? 0) + 1 };
      });
      if (page === undefined) return undefined;
      await note(page, `handed over ${user} ${nowText()}`, 'acknowledged', `<@${user}> handed it over.`);
      return callFrom(id, { level: 0, byHand: true, givenUpBy: user });
    },
    async over(id) {
      await found(id);
      const before = await pages.find(id);
      const page = await pages.change(id, (current) =>
        current.state === 'over' ? undefined : { ...current, state: 'over' },
      );
      if (page === undefined) return undefined;
      await show(page);
      const called = page.calls.filter(({ mentioned }) => mentioned).flatMap(({ people }) => people);
      const told = new Set(page.owner === undefined ? called.map(({ slackUserId }) => slackUserId) : [page.owner]);
      const names = [...told].flatMap((user) => (user === undefined ? [] : [`<@${user}>`])).join(', ');
      const text = `${names === '' ? '' : `${names}: `}it is over, and nobody is called any more.`;
      const place = { channel: page.channel, threadTs: page.threadTs, since: page.openedAt };
      if (names !== '' && before?.state !== 'over') await board.put(place, page.id, 'over', { kind: 'note', text });
      await note(page, 'over', 'page', 'Nobody is called any more: it is over.');
      return page;
    },
  };
}

import { createHash } from 'node:crypto';
import type { App, BlockAction } from '@slack/bolt';
import { type Actor, hasRole } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import type { Page } from '../../domain/page.ts';
import { isSameSubject, type Silence } from '../../domain/silence.ts';
import { nearest } from '../commands/nearest.ts';
import { readLength } from '../commands/window.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { writeHandOver } from '../runs/hand-over.ts';
import { linksTo, type Run, type Runs } from '../runs/run.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { handOverMessage, silencesMessage } from '../views/duty.ts';
import { notUnderstood, said } from '../views/notices.ts';
import { calledMessage, onCallMessage } from '../views/page.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

/** What ends a silence, before or after what it is about. */
const END = /^(?:end|off|stop)$/i;
const LONGEST_SILENCE_SECONDS = 7 * 86_400;
const BUTTON_SILENCE_SECONDS = 3_600;
const NAMES_PATIENCE_MS = 800;
const MIRROR_PATIENCE_MS = 1_500;
/** Threads that a hand-over asks Slack the way to. */
const LINKED = 24;

/** The buttons of pages and of alerts. */
export function register(app: App, deps: SlackDeps): void {
  const { duty } = deps;
  if (duty === undefined) return;
  const presses = [
    [ACTIONS.acknowledgePage, duty.pager.acknowledge, 'Somebody has it already.'],
    [ACTIONS.takeOverPage, duty.pager.takeOver, 'You have it already.'],
    [ACTIONS.handOverPage, duty.pager.handOver, 'Nobody has it, so it cannot be handed over.'],
  ] as const;
  for (const [actionId, press, otherwise] of presses) {
    app.action<BlockAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const presser = presserOf(body);
      const reply = replyBy(respond, body);
      await asActor(deps, presser, reply, async (actor) => {
        const id = pressedValue(action);
        if ((await duty.pages.find(id))?.teamId !== actor.teamId)
          return reply(said('That call is not known any more.'));
        const page: Page | undefined = await press(id, actor.slackUserId);
        if (page === undefined) return reply(said(otherwise));
        if (page.owner !== undefined) await haveAlertsOf(duty, page, page.owner);
      });
    });
  }

  app.action<BlockAction>(ACTIONS.acknowledgeAlerts, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      const group = await duty.groups.change(pressedValue(action), (current) =>
        current.teamId === actor.teamId && current.acknowledgedBy === undefined
          ? { ...current, acknowledgedBy: actor.slackUserId, revision: current.revision + 1 }
          : undefined,
      );
      if (group?.threadTs === undefined) return reply(said('Somebody has them already.'));
      const thread = { teamId: group.teamId, channel: group.channel, threadTs: group.threadTs };
      const text = `<@${actor.slackUserId}> has it.`;
      const at = deps.clock.now().toISOString();
      await duty.timeline.add(thread, `${group.id} acknowledged`, { at, kind: 'acknowledged', text });
      for (const page of await duty.pages.list({ ...thread, states: ['waiting', 'unanswered'] })) {
        await duty.pager.acknowledge(page.id, actor.slackUserId);
      }
      await reply(said('You have it. The thread shows it in a moment.'));
    });
  });

  app.action<BlockAction>(ACTIONS.silenceAlerts, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can silence alerts.');
      const group = await duty.groups.find(pressedValue(action));
      if (group === undefined || group.teamId !== actor.teamId)
        return reply(said('Those alerts are not known any more.'));
      for (const subject of group.subjects.slice(0, 20)) {
        const name = subject.startsWith('alert/') ? subject.slice('alert/'.length).replace(/@.*$/, '') : subject;
        await silence(deps, duty, actor, name, BUTTON_SILENCE_SECONDS, group);
      }
      await reply(await silencesNow(deps, duty, actor.teamId));
    });
  });

  app.action<BlockAction>(ACTIONS.endSilence, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can end a silence.');
      const pressed = await duty.silences.find(pressedValue(action));
      const isEnded = pressed?.teamId === actor.teamId && (await endSilence(deps, duty, actor, pressed.subject));
      await reply(said(isEnded ? endedText(pressed.subject) : 'That silence has already ended.'));
    });
  });
}

/** Who has a call has the alerts that it is about. */
async function haveAlertsOf({ groups }: Duty, { teamId, channel, threadTs }: Page, owner: string): Promise<void> {
  for (const { id } of await groups.list({ teamId, channel, threadTs, states: ['open', 'quiet'] })) {
    await groups.change(id, (group) => ({ ...group, acknowledgedBy: owner, revision: group.revision + 1 }));
  }
}

/** `/sre oncall`, `page`, `handover`, `silence`. */
export function onCallRuns(duty: Duty): Runs {
  const oncall: Run = async ({ words, answer }) => {
    const [service] = words;
    await answer(onCallMessage(service, await duty.whoIsOnCall.levels(await duty.settings.current(), service)));
  };

  const page: Run = async ({ deps, asker, actor, words, thread, whisper }) => {
    const [service = '', ...reason] = words;
    const { services } = (await duty.settings.current()).oncall;
    if (services[service] === undefined && services.default === undefined) {
      return whisper(said(`Nobody is set up to be on call for ${service}. Name the schedules in duty.yaml.`));
    }
    // A slip of the pen calls nobody at 3 a.m.: the default people are there for what exists.
    if (services[service] === undefined) {
      const known = await deps.directory.known(actor, NAMES_PATIENCE_MS);
      const names = [
        ...Object.keys(services).filter((name) => name !== 'default'),
        ...known.targets.map(({ name }) => name),
      ];
      if (
        known.complete &&
        known.targets.length > 0 &&
        !names.some((name) => name.toLowerCase() === service.toLowerCase())
      ) {
        const tryThese = nearest(service.toLowerCase(), names)
          .slice(0, 3)
          .map((name) => `page ${name} ${reason.join(' ')}`.trim());
        const problem = `I know no service and no team called ${service}, so I called nobody.`;
        return whisper(
          tryThese.length === 0
            ? said(`${problem} /sre oncall shows who is on call.`)
            : notUnderstood(problem, tryThese),
        );
      }
    }
    const hash = createHash('sha256').update(`${asker.teamId}\n${asker.deliveryId}`).digest('hex');
    const called = await duty.pager.page({
      id: `page-${hash.slice(0, 24)}`,
      teamId: asker.teamId,
      channel: asker.channel,
      threadTs: asker.threadTs ?? thread?.threadTs ?? '',
      service,
      reason: reason.join(' '),
      severity: 'critical',
      askedBy: actor.slackUserId,
      byHand: true,
    });
    await whisper(calledMessage(called));
  };

  const handover: Run = async (context) => {
    const { asker, client, answer } = context;
    const { teamId } = asker;
    const [incidents, pages, groups, silences] = await Promise.all([
      duty.incidents.list({ teamId, states: ['open'] }),
      duty.pages.list({ teamId, states: ['waiting', 'acknowledged', 'unanswered'], limit: 20 }),
      duty.groups.list({ teamId, states: ['open'] }),
      duty.silences.list({ teamId, states: ['active'] }),
    ]);
    const now = new Date();
    const open = { incidents, pages, groups, silences: silences.filter(({ until }) => new Date(until) > now) };
    const links = await linksTo(client, [...incidents, ...pages, ...groups].slice(0, LINKED));
    await answer(handOverMessage(open, links));
    await writeHandOver(context, open);
  };

  const silenceRun: Run = async ({ deps, actor, asker, thread, words, whisper }) => {
    const [what, length] = words;
    if (what === undefined) return whisper(await silencesNow(deps, duty, actor.teamId));
    const ended = endedBy(what, length);
    if (ended === '') return whisper(await silencesNow(deps, duty, actor.teamId));
    if (ended !== undefined) {
      if (await endSilence(deps, duty, actor, ended)) return whisper(said(endedText(ended)));
      return whisper(notUnderstood(`Nothing of the name ${ended} is silenced.`, ['silence']));
    }
    const seconds = readLength(length ?? '1h');
    if (seconds === undefined || seconds > LONGEST_SILENCE_SECONDS) {
      return whisper(
        notUnderstood(`${length ?? ''} is no length of time up to seven days; write 30m, 2h or 1d.`, [
          `silence ${what} 2h`,
        ]),
      );
    }
    const threadTs = asker.threadTs ?? thread?.threadTs;
    const made = await silence(deps, duty, actor, what, seconds, {
      channel: asker.channel,
      ...(threadTs && { threadTs }),
    });
    await whisper(await silencesNow(deps, duty, actor.teamId, made));
  };

  return { oncall, page, handover, silence: silenceRun };
}

async function inForce({ clock }: Pick<SlackDeps, 'clock'>, duty: Duty, teamId: string) {
  const active = await duty.silences.list({ teamId, states: ['active'] });
  return active.filter(({ until }) => Date.parse(until) > clock.now().getTime());
}

async function silencesNow(deps: Pick<SlackDeps, 'clock'>, duty: Duty, teamId: string, made?: Silence) {
  const { mirror } = duty;
  const [silences, held, theirs] = await Promise.all([
    inForce(deps, duty, teamId),
    duty.inbox.held(deps.clock.now()),
    mirror?.others(AbortSignal.timeout(MIRROR_PATIENCE_MS)).catch(() => undefined),
  ]);
  const beside = mirror && { name: mirror.name, ...(theirs && { silences: theirs }) };
  return silencesMessage(silences, made, held, beside);
}

/** What is to be no longer silenced, '' when that was not said, undefined when nothing is to end. */
function endedBy(first: string, second: string | undefined): string | undefined {
  if (END.test(first) && (second === undefined || readLength(second) === undefined)) return second ?? '';
  return second !== undefined && END.test(second) ? first : undefined;
}

function endedText(subject: string): string {
  return `Alerts about ${subject} open threads again. Those that were held back and still fire come in a moment.`;
}

/** Ends what holds about this; false when nothing did, as after the first of two presses. */
async function endSilence(
  deps: Pick<SlackDeps, 'clock'>,
  duty: Duty,
  { teamId, slackUserId }: Pick<Actor, 'teamId' | 'slackUserId'>,
  subject: string,
): Promise<boolean> {
  const meant = (await inForce(deps, duty, teamId)).filter((one) => isSameSubject(one.subject, subject));
  let isEnded = false;
  for (const { id } of meant) {
    const one = await duty.silences.change(id, (current) =>
      current.state === 'active' ? { ...current, state: 'ending', endedBy: slackUserId } : undefined,
    );
    isEnded ||= one !== undefined;
  }
  return isEnded;
}

/**
 * A bare name is a service and an alert's name alike. What is silenced longer already stays so; a longer silence takes
 * the place of the shorter, which is kept as ended.
 */
async function silence(
  { clock }: Pick<SlackDeps, 'clock'>,
  duty: Duty,
  actor: { readonly teamId: string; readonly slackUserId: string },
  what: string,
  seconds: number,
  { channel, threadTs }: { readonly channel: string; readonly threadTs?: string },
): Promise<Silence> {
  const now = clock.now();
  const until = new Date(now.getTime() + seconds * 1_000).toISOString();
  const active = await inForce({ clock }, duty, actor.teamId);
  const made: Silence[] = [];
  for (const subject of what.includes('/') ? [what] : [`service/${what}`, what]) {
    const same = active.filter((one) => one.subject.toLowerCase() === subject.toLowerCase());
    const longer = same.find((one) => Date.parse(one.until) >= Date.parse(until));
    if (longer !== undefined) {
      made.push(longer);
      continue;
    }
    const hash = createHash('sha256')
      .update(`${actor.teamId} ${subject.toLowerCase()} ${now.toISOString()}`)
      .digest('hex');
    const one: Silence = {
      id: `silence-${hash.slice(0, 24)}`,
      teamId: actor.teamId,
      state: 'active',
      subject: subject.slice(0, 253),
      from: now.toISOString(),
      until,
      by: actor.slackUserId,
      // Of the two of a bare name one tells its end.
      ...(subject === what && { channel, ...(threadTs && { threadTs }) }),
    };
    await duty.silences.add(one);
    for (const { id } of same) await duty.silences.change(id, (current) => ({ ...current, state: 'ended' }));
    made.push(one);
  }
  return { ...made[0]!, subject: what };
}

import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Actor } from '../domain/actor.ts';
import { isAtLeast } from '../domain/alert.ts';
import { type AlertGroup, countOf, type GroupFinding, mainTarget } from '../domain/alert-group.ts';
import { harmless } from '../domain/incident.ts';
import { type Silence, silenceOf } from '../domain/silence.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import type { AlertDesk } from '../ports/alert-desk.ts';
import type { AlertInbox, Leases } from '../ports/alert-inbox.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import { channelOf, type DutySettings, type DutySettingsSource } from '../ports/duty-settings.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { Timeline } from '../ports/timeline.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';
import { endSilences } from './end-silences.ts';
import { groupAlerts, type Topology } from './group-alerts.ts';
import { isStillFiring, readTopology } from './still-firing.ts';

export interface AlertDeskDeps {
  readonly inbox: AlertInbox;
  readonly leases: Leases;
  readonly groups: RecordStore<AlertGroup>;
  readonly silences: RecordStore<Silence>;
  /** Takes secrets out of what silences are about before it is told; not done when absent. */
  readonly redaction?: Redaction;
  readonly board: Board;
  readonly timeline: Timeline;
  readonly investigations: Investigations;
  /** Where the ends of investigations are read. */
  readonly store: Pick<InvestigationStore, 'find'>;
  readonly gateways: ToolGatewayFactory;
  /** The bot itself, as one who asks. */
  readonly systemActor: () => Promise<Actor>;
  readonly settings: DutySettingsSource;
  readonly defaultChannel: string;
  /** The Slack team's id. */
  readonly teamId: () => Promise<string>;
  /** Told when a group's thread is opened; told again when it failed. */
  readonly onOpened?: (group: AlertGroup) => Promise<void>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Names this process. */
  readonly holder: string;
  /** Between two looks at the inbox when nothing wakes the desk; 2 s when absent. */
  readonly everyMs?: number;
  /** Between two edits of one group's message; 10 s when absent. */
  readonly editEveryMs?: number;
}

export interface RunningAlertDesk extends AlertDesk {
  /** Deals with what is due: groups, shows, starts investigations, closes. Safe to repeat and to break off. */
  pass(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const LEASE_SECONDS = 60;
const BATCH = 500;
const TOPOLOGY_FRESH_MS = 60_000;
const KEPT_MS = 7 * 86_400_000;
const FORGOTTEN_MS = 86_400_000;
const NOT_FIRING = 'The alerts had stopped before I looked, so I looked no further.';
const HARMLESS =
  'Too mild to be looked into by itself, so I did not look further. For a look, write “@sre investigate” here.';

/** Takes alerts, makes few threads of many, and has each thread's trouble looked into. One process at a time works. */
export function createAlertDesk(deps: AlertDeskDeps): RunningAlertDesk {
  const { inbox, groups, board, clock, log } = deps;
  const editedAt = new Map<string, number>();
  let topology = { known: {} as Topology, readAt: 0 };
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const now = () => clock.now().getTime();
  const live = () => groups.list({ states: ['open', 'quiet'], limit: 500 });

  async function currentTopology(): Promise<Topology> {
    if (now() - topology.readAt < TOPOLOGY_FRESH_MS) return topology.known;
    try {
      const gateway = deps.gateways.connect(await deps.systemActor());
      topology = { known: await readTopology(gateway).finally(() => gateway.close()), readAt: now() };
    } catch (error) {
      log.warn({ err: error }, 'topology not read for grouping');
      topology = { ...topology, readAt: now() };
    }
    return topology.known;
  }

  /** Puts what waits in the inbox into groups; true when there was something. */
  async function sort(settings: DutySettings): Promise<boolean> {
    const received = await inbox.next(BATCH, clock.now());
    if (received.length === 0) return false;
    const silences = await deps.silences.list({ states: ['active'] });
    const at = clock.now();
    const held = received.flatMap((one) => {
      const silence = one.alert.status === 'firing' ? silenceOf(one.alert, silences, at) : undefined;
      return silence === undefined ? [] : [{ id: one.id, until: silence.until }];
    });
    for (const [until, ids] of Map.groupBy(held, (one) => one.until))
      await inbox.hold(
        ids.map(({ id }) => id),
        until,
      );
    const recovered = await inbox.recovered(
      received.flatMap(({ id, alert }) =>
        alert.status === 'resolved' ? [{ id, fingerprint: alert.fingerprint }] : [],
      ),
    );
    const heldIds = new Set([...held.map(({ id }) => id), ...recovered]);
    const due = received.filter(({ id }) => !heldIds.has(id));
    const changed = groupAlerts(await live(), due, {
      teamId: await deps.teamId(),
      topology: await currentTopology(),
      windowMs: settings.alerts.windowMinutes * 60_000,
      channelFor: (alert) => channelOf(settings, alert, deps.defaultChannel),
    });
    for (const group of changed) {
      if (await groups.add(group)) continue;
      // A press of a button may have changed it meanwhile.
      await groups.change(group.id, ({ acknowledgedBy }) => ({ ...group, ...(acknowledgedBy && { acknowledgedBy }) }));
    }
    await inbox.done(due.map(({ id }) => id));
    return true;
  }

  async function show(group: AlertGroup, settings: DutySettings): Promise<AlertGroup> {
    if (group.shownRevision === group.revision) return group;
    const fresh = group.threadTs === undefined;
    if (fresh && now() - Date.parse(group.openedAt) < settings.alerts.settleSeconds * 1_000) return group;
    const { firing, total } = countOf(group);
    const isLast = firing === 0;
    if (!fresh && !isLast && now() - (editedAt.get(group.id) ?? 0) < (deps.editEveryMs ?? 10_000)) return group;
    const since = group.openedAt;
    const message = await board.put({ channel: group.channel, since }, group.id, 'group', {
      kind: 'alert-group',
      group,
    });
    editedAt.set(group.id, now());
    const shown = await groups.change(group.id, (current) => ({
      ...current,
      threadTs: message.ts,
      shownRevision: group.revision,
    }));
    const thread = { teamId: group.teamId, channel: group.channel, threadTs: message.ts };
    const at = clock.now().toISOString();
    if (fresh) {
      await deps.timeline.add(thread, `opened ${group.id}`, {
        at: group.openedAt,
        kind: 'alert',
        text: `${total} ${total === 1 ? 'alert' : 'alerts'} about ${harmless(group.subjects.slice(0, 3).join(', '))}.`,
      });
      if (shown) await deps.onOpened?.(shown);
    } else if (isLast) {
      const text = total === 1 ? 'The alert is resolved.' : `All ${total} alerts are resolved.`;
      await board.put({ ...thread, since }, group.id, `resolved:${group.lastAt}`, { kind: 'note', text });
      await deps.timeline.add(thread, `resolved ${group.id} ${group.lastAt}`, { at, kind: 'alert', text });
    }
    return shown ?? group;
  }

  async function tell(group: AlertGroup): Promise<AlertGroup> {
    if (group.threadTs === undefined || group.told) return group;
    await deps.onOpened?.(group);
    return (await groups.change(group.id, (current) => ({ ...current, told: true }))) ?? group;
  }

  async function investigate(group: AlertGroup, settings: DutySettings): Promise<void> {
    const { firing, severity } = countOf(group);
    if ((group.threadTs === undefined || group.investigation) ?? group.notInvestigated) return;
    const place = { channel: group.channel, threadTs: group.threadTs, since: group.openedAt };
    const leave = async (why: string) => {
      await board.put(place, group.id, 'not-investigated', { kind: 'note', text: why });
      await groups.change(group.id, (current) => ({ ...current, notInvestigated: why }));
    };
    if (firing === 0) return leave(NOT_FIRING);
    if (!isAtLeast(severity, settings.alerts.investigateFrom)) return leave(HARMLESS);
    const gateway = deps.gateways.connect(await deps.systemActor());
    const fires = await isStillFiring(gateway, group).finally(() => gateway.close());
    if (!fires) return leave(NOT_FIRING);
    const target = mainTarget(group);
    const names = [...new Set(Object.values(group.members).map(({ name }) => name))].slice(0, 5);
    const id = `inv-${createHash('sha256').update(group.id).digest('hex').slice(0, 24)}`;
    await deps.investigations.start({
      id,
      question: `${names.join(', ')} ${names.length === 1 ? 'fires' : 'fire'}`,
      ...(target && { target }),
      sinceSeconds: windowOf(group, now()),
      askedBy: { teamId: SYSTEM_ACTOR.teamId, slackUserId: SYSTEM_ACTOR.userId },
      thread: { teamId: group.teamId, channel: group.channel, threadTs: group.threadTs },
      askedAt: clock.now().toISOString(),
    });
    await groups.change(group.id, (current) => ({ ...current, investigation: id }));
    log.info({ investigation: id, group: group.id, alerts: firing }, 'investigation started by alerts');
  }

  /** Brings what was found to the top of the thread, once there is something. */
  async function conclude(group: AlertGroup): Promise<AlertGroup> {
    if (group.investigation === undefined || group.found !== undefined) return group;
    const record = await deps.store.find(group.investigation);
    if (record === undefined || record.status === 'running') return group;
    const { verdict = 'none', hypotheses: [best] = [] } = record.answer ?? {};
    const found: GroupFinding = {
      verdict,
      ...((verdict === 'fault' || verdict === 'recovered') &&
        best && { best: { component: best.component, cause: best.cause, confidence: best.confidence } }),
    };
    // Worth an edit at once, however new the last one is.
    editedAt.delete(group.id);
    return (await groups.change(group.id, (now) => ({ ...now, found, revision: now.revision + 1 }))) ?? group;
  }

  async function close(group: AlertGroup, settings: DutySettings): Promise<void> {
    const idle = now() - Date.parse(group.lastAt);
    const over = group.state === 'quiet' ? settings.alerts.windowMinutes * 60_000 : FORGOTTEN_MS;
    if (idle > over && group.threadTs !== undefined) {
      await groups.change(group.id, (current) => ({ ...current, state: 'closed' }));
      editedAt.delete(group.id);
    }
  }

  async function pass(): Promise<void> {
    const holding = () => deps.leases.take('alert-desk', deps.holder, LEASE_SECONDS);
    if (!(await holding())) return;
    await endSilences(deps);
    const settings = await deps.settings.current();
    while (await sort(settings)) if (!(await holding())) return;
    for (const group of (await live()).toReversed()) {
      if (!(await holding())) return;
      try {
        const shown = await tell(await show(await conclude(group), settings));
        await investigate(shown, settings);
        await close(shown, settings);
      } catch (error) {
        log.error({ err: error, group: group.id }, 'alert group not dealt with; tried again soon');
      }
    }
    if (Math.random() < 0.001) await inbox.forget(new Date(now() - KEPT_MS).toISOString());
  }

  function wake(): void {
    if (timer === undefined) return;
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await pass().catch((error) => log.error({ err: error }, 'alerts not dealt with; tried again soon'));
      }
    })().finally(() => {
      running = undefined;
    });
  }

  return {
    async accept(alerts) {
      const taken = await inbox.put(alerts, clock.now());
      if (taken > 0) wake();
      return { taken };
    },
    pass,
    start() {
      timer = setInterval(wake, deps.everyMs ?? 2_000);
      timer.unref();
      wake();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      again = false;
      await running;
    },
  };
}

/** From half an hour before the first alert that fires until now: an hour at least, a day at most. In seconds. */
function windowOf(group: AlertGroup, now: number): number {
  const starts = Object.values(group.members).flatMap(({ status, startsAt }) =>
    status === 'firing' ? [Date.parse(startsAt)] : [],
  );
  const seconds = Math.ceil((now - Math.min(now, ...starts)) / 1_000) + 1_800;
  return Math.min(86_400, Math.max(3_600, seconds));
}

import { setTimeout as rest } from 'node:timers/promises';
import { isHeartbeat } from '../domain/alert.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import { SreError } from '../domain/errors.ts';
import { silenceOf } from '../domain/silence.ts';
import type { AlertDesk } from '../ports/alert-desk.ts';
import { channelOf, type DutySettings } from '../ports/duty-settings.ts';
import type { Lease } from '../ports/leases.ts';
import type { AlertDeskDeps } from './desk-deps.ts';
import { endSilences } from './end-silences.ts';
import { groupAlerts, type Topology } from './group-alerts.ts';
import { lookInto } from './look-into.ts';
import { createSilenceMirroring } from './mirror-silences.ts';
import { concludeGroup, showGroup } from './show-group.ts';
import { calmStorm } from './storm-life.ts';
import { tellNews } from './tell-news.ts';
import { createTopologyReader } from './topology.ts';
import { inboxUnder, recordsUnder } from './under-lease.ts';

export type { AlertDeskDeps } from './desk-deps.ts';

export interface RunningAlertDesk extends AlertDesk {
  /** Deals with what is due: groups, shows, starts investigations, closes. Safe to repeat and to break off. */
  pass(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const LEASE_SECONDS = 60;
const BATCH = 2_000;
/** Where Slack or a source hangs for one group, others go on. */
const CARED_FOR_AT_ONCE = 4;
const FORGOTTEN_MS = 86_400_000;
/** The most that a round of a storm rests before the next one. */
const LONGEST_REST_MS = 1_000;

/**
 * Takes alerts, makes few threads of many, and has each thread's trouble looked into. One process at a time works, under a
 * lease: what another one, which held it before and wakes up late, would write is refused.
 */
export function createAlertDesk(plain: AlertDeskDeps): RunningAlertDesk {
  const { clock, log } = plain;
  const editedAt = new Map<string, number>();
  const currentTopology = createTopologyReader(plain);
  const mirroring = plain.mirror && createSilenceMirroring(plain.mirror);
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const now = () => clock.now().getTime();
  const take = () => plain.leases.take('alert-desk', plain.holder, LEASE_SECONDS);
  const live = ({ groups }: AlertDeskDeps) =>
    groups.list({ states: ['open', 'quiet'], limit: Number.POSITIVE_INFINITY });

  /** Takes what waits in the inbox: what is silenced is held, the rest is due. Undefined when nothing waits. */
  async function receive({ inbox, silences }: AlertDeskDeps) {
    const received = await inbox.next(BATCH, clock.now());
    if (received.length === 0) return undefined;
    const active = await silences.list({ states: ['active'] });
    const at = clock.now();
    const held = received.flatMap((one) => {
      const silence = one.alert.status === 'firing' ? silenceOf(one.alert, active, at) : undefined;
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
    const left = received.filter(({ id }) => !heldIds.has(id));
    // What fires on purpose all the time is nobody's trouble.
    return { ids: left.map(({ id }) => id), due: left.filter(({ alert }) => !isHeartbeat(alert)) };
  }

  /** Puts what waits in the inbox into groups; undefined when nothing waited, else the groups that changed. */
  async function sort(
    deps: AlertDeskDeps,
    settings: DutySettings,
    topology: Topology,
  ): Promise<readonly AlertGroup[] | undefined> {
    const received = await receive(deps);
    if (received === undefined) return undefined;
    const before = await live(deps);
    const owners = new Map(before.map((group) => [group.id, group.acknowledgedBy]));
    const changed = groupAlerts(before, received.due, {
      teamId: await deps.teamId(),
      topology,
      windowMs: settings.alerts.windowMinutes * 60_000,
      channelFor: (alert) => channelOf(settings, alert, deps.defaultChannel),
    });
    // A press of a button may have changed a group meanwhile.
    await deps.groups.keep(changed, ({ acknowledgedBy }, group) => ({
      ...group,
      ...(acknowledgedBy !== owners.get(group.id) && { acknowledgedBy }),
    }));
    await deps.inbox.done(received.ids);
    return changed;
  }

  async function tell(deps: AlertDeskDeps, group: AlertGroup): Promise<AlertGroup> {
    if (group.threadTs === undefined || group.told) return group;
    await deps.onOpened?.(group);
    return (await deps.groups.change(group.id, (current) => ({ ...current, told: true }))) ?? group;
  }

  async function close(deps: AlertDeskDeps, group: AlertGroup, settings: DutySettings): Promise<void> {
    const idle = now() - Date.parse(group.lastAt);
    const over = group.state === 'quiet' ? settings.alerts.windowMinutes * 60_000 : FORGOTTEN_MS;
    if (idle > over && group.threadTs !== undefined) {
      await deps.groups.change(group.id, (current) => ({ ...current, state: 'closed' }));
      editedAt.delete(group.id);
    }
  }

  async function care(deps: AlertDeskDeps, group: AlertGroup, settings: DutySettings, topology: Topology) {
    const concluded = await concludeGroup(deps, group, editedAt);
    const calmed = await calmStorm(deps, concluded);
    const shown = await tell(deps, await showGroup(deps, calmed, settings, editedAt, topology));
    await lookInto(deps, await tellNews(deps, shown), settings);
    await close(deps, shown, settings);
  }

  async function work(deps: AlertDeskDeps): Promise<void> {
    await endSilences(deps);
    await mirroring?.(deps);
    const settings = await deps.settings.current();
    const topology = await currentTopology();
    for (;;) {
      const began = performance.now();
      const changed = await sort(deps, settings, topology);
      if (changed === undefined) break;
      if ((await take()) === undefined) return;
      // While it storms the inbox does not get empty: people hear of it meanwhile.
      for (const group of changed) {
        if (group.storm !== undefined) await apart(group, () => showGroup(deps, group, settings, editedAt, topology));
      }
      // Each round reads and writes a storm as a whole: what comes in while it rests for as long is taken in one.
      if (changed.some(({ storm }) => storm !== undefined))
        await rest(Math.min(LONGEST_REST_MS, performance.now() - began));
    }
    // The newest first.
    const left = (await live(deps)).toReversed().values();
    const next = async () => {
      for (const group of left) {
        if ((await take()) === undefined) return;
        await apart(group, () => care(deps, group, settings, topology));
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: CARED_FOR_AT_ONCE }, next));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** A group that cannot be dealt with for now keeps no other one waiting. */
  async function apart(group: AlertGroup, deal: () => Promise<unknown>): Promise<void> {
    try {
      await deal();
    } catch (error) {
      if (isLeaseLost(error)) throw error;
      log.error({ err: error, group: group.id }, 'alert group not dealt with; tried again soon');
    }
  }

  async function pass(): Promise<void> {
    const lease = await take();
    if (lease === undefined) return;
    try {
      await work(heldBy(plain, lease));
    } catch (error) {
      if (!isLeaseLost(error)) throw error;
      log.warn({ reason: (error as Error).message }, 'alerts are dealt with by another process');
    }
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
      const taken = await plain.inbox.put(alerts, clock.now());
      if (taken > 0) wake();
      return { taken };
    },
    pass,
    start() {
      timer = setInterval(wake, plain.everyMs ?? 2_000);
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

function heldBy(deps: AlertDeskDeps, lease: Lease): AlertDeskDeps {
  return {
    ...deps,
    groups: recordsUnder(deps.groups, lease),
    silences: recordsUnder(deps.silences, lease),
    inbox: inboxUnder(deps.inbox, lease),
  };
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof SreError && error.kind === 'cancelled';
}

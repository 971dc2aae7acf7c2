import { setTimeout as sleep } from 'node:timers/promises';
import { createRandomSource } from '../../support/random-source.ts';
import { createAccounts, type Item } from './accounts.ts';
import { drawFaults, type Fault } from './kinds.ts';
import { type Outcome, readBack, stillRunning } from './outcome.ts';
import { createRequests, deploymentOf } from './requests.ts';
import { type System, startSystem } from './system.ts';

export interface FaultsOptions {
  /** How many faults, one after another. */
  readonly count: number;
  readonly seed: number;
  /** How many things are asked with each fault. */
  readonly asked?: number;
  /** How many may be without an end before the next fault; more wait. */
  readonly mostOpen?: number;
  /** Told after each fault. */
  readonly onFault?: (line: string) => void;
  /** True keeps what the bots wrote. */
  readonly keep?: boolean;
  /** How long an end is waited for before it is given up as lost, in milliseconds; four minutes when absent. */
  readonly hopelessMs?: number;
}

const HOPELESS_MS = 240_000;
/** How long work in line holds up the next fault, in milliseconds. */
const HELD_UP_MS = 120_000;
const LOOK_MS = 25;

/** Breaks a running system in `count` ways while people and alerts ask things of it, and says what became of those. */
export async function runFaults(options: FaultsOptions): Promise<Outcome> {
  const { count, seed, asked = 2, mostOpen = 8, hopelessMs = HOPELESS_MS, onFault } = options;
  const random = createRandomSource(seed);
  const accounts = createAccounts();
  const deployments = Array.from({ length: count * asked + 1 }, (_, index) => deploymentOf(index + 1));
  const system = await startSystem({ deployments, onSlack: accounts.took, keep: options.keep ?? false });
  system.balancer.onAccepted = accounts.accepted;
  const requests = createRequests(system, accounts, random);
  const struck = new Map<string, number>();
  try {
    for (const [index, fault] of drawFaults(random, count).entries()) {
      await until(() => recentlyOpen(accounts.open()).length <= mostOpen, HELD_UP_MS);
      let isAsked = false;
      const asking = Promise.all(Array.from({ length: asked }, () => requests.ask())).then(() => {
        isAsked = true;
      });
      await strike(system, fault, () => isAsked && accounts.open().length === 0);
      await Promise.all(system.bots.map((bot) => upAgain(bot.up)));
      await asking;
      struck.set(fault.name, (struck.get(fault.name) ?? 0) + 1);
      onFault?.(
        `${index + 1}/${count} ${fault.name}${fault.when ? ` ${fault.when}` : ''}: ${accounts.open().length} open`,
      );
    }
    await until(() => accounts.open().length === 0, hopelessMs);
    // What goes on beside an answer ends right after it.
    await until(() => stillRunning(system.workspace).length === 0, hopelessMs / 4);
    return await readBack(system, accounts.items, Object.fromEntries(struck));
  } finally {
    await system.stop();
  }
}

/** Waits until work reaches the fault's trap, or is all through without: then it strikes all the same. */
async function strike(system: System, fault: Fault, isThrough: () => boolean): Promise<void> {
  const { trap, when = 'tell' } = fault;
  let over: Promise<void> | undefined;
  let isHit = false;
  const hit = (bot: number) => {
    isHit = true;
    over = Promise.resolve(fault.strike?.(system, bot));
  };
  system.traps.set({ ...trap, deed: trap.deed ?? { kind: when, strike: hit } });
  await until(() => isHit || isThrough() || system.traps.isIdle(trap.at), HELD_UP_MS);
  if (!isHit && trap.deed === undefined) hit(0);
  await over;
  system.traps.clear();
}

/** A bot that ended by itself is counted as crashed, and started again. */
async function upAgain(up: () => Promise<void>): Promise<void> {
  await up().catch(() => up());
}

/** What waits for longer holds up nothing: it is lost, or close to it. */
function recentlyOpen(open: readonly Item[]): readonly Item[] {
  return open.filter(({ acceptedAt = 0 }) => performance.now() - acceptedAt < HELD_UP_MS);
}

async function until(come: () => boolean, mostMs: number): Promise<void> {
  for (const end = performance.now() + mostMs; !come() && performance.now() < end; ) await sleep(LOOK_MS);
}

import type { RandomSource } from '../../support/random-source.ts';
import type { System } from './system.ts';
import type { Deed, Place, Trap } from './traps.ts';

/** One fault: where it waits for work that reaches it, and what it does to the system then. */
export interface Fault {
  /** Its kind, as the report counts it. */
  readonly name: string;
  /** Where it strikes. Its deed, where it has one of its own, is what happens to that request. */
  readonly trap: Omit<Trap, 'deed'> & { readonly deed?: Deed };
  /** What happens beside; `bot` is the one that reached the trap. Resolves when it is over. */
  readonly strike?: (system: System, bot: number) => Promise<void> | void;
  /** For a strike that takes the request's place: whether the request had its effect. */
  readonly when?: 'before' | 'after';
}

type Draw = (random: RandomSource) => Fault;

/** How long something is away or hangs, in milliseconds; only what is asked meanwhile notices. */
const AWAY_MS = { shortest: 500, longest: 6_000 };
const anywhere: readonly Place[] = ['slack', 'gateway', 'aws', 'database'];

const RECORDS_STEP = (text: string) => text.includes('operation_outputs') && /insert into/i.test(text);
const WRITES = (text: string) => /\b(?:insert into|update "|delete from)/i.test(text);
const POSTS = (what: string) => /chat\.postMessage|chat\.startStream|\/response\//.test(what);
const CHANGES = (what: string) => what.startsWith('PATCH') && !what.includes('dryRun');

const kill: Fault['strike'] = ({ bots }, bot) => bots[bot]?.kill();
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const awhile = (random: RandomSource) => random.between(AWAY_MS.shortest, AWAY_MS.longest);
const whenever = (random: RandomSource) => ({ at: random.pick(anywhere), skip: random.whole(0, 12), times: 1 });

function killAt(name: string, at: Place, matches: Trap['matches'], furthest: number): Draw {
  return (random) => ({
    name,
    when: random.pick(['before', 'after']),
    trap: { at, ...(matches && { matches }), skip: random.whole(0, furthest), times: 1 },
    strike: kill,
  });
}

function spoil(name: string, at: Place, deed: Deed, times: number, matches?: Trap['matches']): Draw {
  return (random) => ({
    name,
    trap: { at, ...(matches && { matches }), skip: random.whole(0, 6), times, deed },
  });
}

function beside(name: string, strike: (random: RandomSource) => NonNullable<Fault['strike']>): Draw {
  return (random) => ({ name, trap: whenever(random), strike: strike(random) });
}

const refuse = (status: number, headers = {}): Deed => ({ kind: 'refuse', status, headers });

/** All kinds of faults; each draws where and when it strikes. Step boundaries come most often. */
const FAULTS: readonly Draw[] = [
  killAt('kill at a step', 'database', RECORDS_STEP, 10),
  killAt('kill at a step', 'database', RECORDS_STEP, 24),
  killAt('kill at a write', 'database', WRITES, 40),
  killAt('kill at a message', 'slack', POSTS, 6),
  killAt('kill at a call of Slack', 'slack', undefined, 20),
  killAt('kill at a read', 'gateway', undefined, 20),
  killAt('kill at a change', 'cluster', CHANGES, 0),
  killAt('kill at a call of AWS', 'aws', undefined, 10),
  beside('kill anywhere', () => kill),
  beside('kill both', () => ({ bots }) => {
    for (const bot of bots) bot.kill();
  }),
  beside(
    'database restarts',
    () =>
      ({ database }) =>
        database.restart('SIGINT'),
  ),
  beside(
    'database crashes',
    () =>
      ({ database }) =>
        database.restart('SIGQUIT'),
  ),
  beside('database away', (random) => during(awhile(random), 'away')),
  beside('database hangs', (random) => during(awhile(random), 'held')),
  beside('clock jumps', (random) => {
    const ms = random.pick([-3_600_000, -240_000, 240_000, 3_600_000]);
    return async ({ bots }, bot) => {
      bots[bot]?.skew(ms);
      await pause(awhile(random));
      bots[bot]?.skew(0);
    };
  }),
  spoil('slack 429', 'slack', refuse(429, { 'retry-after': '1' }), 4),
  spoil('slack 500', 'slack', refuse(500), 3),
  spoil('slack hangs', 'slack', { kind: 'hang' }, 1),
  spoil('slack cuts', 'slack', { kind: 'cut' }, 3),
  spoil('slack loses answers', 'slack', { kind: 'lose' }, 2),
  spoil('slack loses the answer to a message', 'slack', { kind: 'lose' }, 1, POSTS),
  spoil('gateway cut', 'gateway', { kind: 'cut' }, 8),
  spoil('gateway 500', 'gateway', refuse(500), 8),
  spoil('gateway hangs', 'gateway', { kind: 'hang' }, 1),
  spoil('cluster loses the answer to a change', 'cluster', { kind: 'lose' }, 1, CHANGES),
  spoil('cluster 500', 'cluster', refuse(500), 2),
  spoil('aws 500', 'aws', refuse(500), 2),
  spoil('aws hangs', 'aws', { kind: 'hang' }, 1),
];

function during(ms: number, state: 'away' | 'held'): NonNullable<Fault['strike']> {
  return async ({ database }) => {
    database.become(state);
    await pause(ms);
    database.become('open');
  };
}

/** The faults of a run: every kind in turn, each turn in an order of its own, the same for the same seed. */
export function drawFaults(random: RandomSource, count: number): readonly Fault[] {
  const drawn: Fault[] = [];
  while (drawn.length < count) {
    const left = [...FAULTS];
    while (left.length > 0 && drawn.length < count) {
      const [draw] = left.splice(random.whole(0, left.length - 1), 1);
      if (draw !== undefined) drawn.push(draw(random));
    }
  }
  return drawn;
}

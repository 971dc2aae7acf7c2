import type { RandomSource } from '../random-source.ts';
import type { Fault, FaultKind } from './fault-kind.ts';
import type { Scene } from './scene.ts';
import type { WorldOrder } from './world.ts';

/** Minutes by which a fault lies further back that had been over for long when somebody asked, and its recording begins earlier. */
export const LONG_OVER_MINUTES = 54;

/**
 * Draws when a fault acts and how large it is. One that is over ended 14 to 22 minutes before the recording, or an hour and
 * more: people ask in the morning what it was in the night.
 */
export function makeFault(
  { axis }: Pick<Scene, 'axis'>,
  kind: Pick<FaultKind, 'shape'>,
  random: RandomSource,
  {
    recovered = false,
    longOver = false,
    age,
    over,
    size: sized,
  }: Pick<WorldOrder, 'recovered' | 'longOver' | 'age' | 'over' | 'size'>,
): Fault {
  const gradual = kind.shape === 'gradual';
  const further = longOver ? LONG_OVER_MINUTES : 0;
  const drawn = recovered ? random.whole(32, 48) + further : gradual ? random.whole(35, 55) : random.whole(12, 38);
  const later = random.whole(0, 50);
  const ended = recovered ? random.whole(14, 22) + further : undefined;
  // What is drawn is drawn in any case, so that worlds of one seed differ in nothing else.
  const ago = age ?? drawn;
  const from = Math.round(axis.end - ago * 60) + (age === undefined ? later : 0);
  const until = ended === undefined ? undefined : Math.round(axis.end - (over ?? ended) * 60);
  const drawnSize = random.next();
  const size = sized ?? drawnSize;
  const ramp = gradual ? (ago * 60) / 1.3 : random.pick([1, 60, 150]);
  const course = new Float64Array(axis.points);
  for (let i = 0; i < axis.points; i++) {
    const time = axis.at(i);
    if (time < from) continue;
    const risen = Math.min(1, (time - from + axis.step / 2) / ramp);
    course[i] = until !== undefined && time > until ? Math.max(0, 1 - (time - until) / 90) : risen;
  }
  return {
    from,
    until,
    course,
    size,
    scale: (small, large) => small * (large / small) ** size,
    acts: (time) => time >= from && (until === undefined || time <= until),
  };
}

import type { Line } from '../ports/line.ts';

/** A line before `most` places. */
export function createLine(most: number): Line {
  const entered = new Set<string>();
  let arriving = 0;
  return {
    before() {
      const waiting = entered.size + arriving - most;
      return waiting < 0 ? undefined : waiting;
    },
    coming() {
      arriving += 1;
      let isGone = false;
      return {
        gone() {
          if (!isGone) arriving -= 1;
          isGone = true;
        },
      };
    },
    enter: (id) => void entered.add(id),
    leave: (id) => void entered.delete(id),
  };
}

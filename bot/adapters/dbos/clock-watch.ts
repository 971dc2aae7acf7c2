import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { wfQueueRunner } from '@dbos-inc/dbos-sdk/internal/wfqueue';

const EVERY_MS = 1_000;
/** A clock that is led slowly to the right time loses half a millisecond a second; one that is set jumps. */
const JUMP_MS = 2_000;

export interface ClockWatch {
  end(): void;
}

/**
 * DBOS's queues sleep until a moment of the wall clock: where that clock is set back by an hour they would sleep for an
 * hour, and approved actions and calls with them. Looks whether it was set back, and then starts the queues' loop anew.
 * To be called once the engine is launched, and ended before it is shut down. `onJump` is told the milliseconds.
 */
export function watchClock(onJump: (ms: number) => void, onTrouble: (error: unknown) => void): ClockWatch {
  const ahead = () => Date.now() - performance.now();
  let before = ahead();
  let hasEnded = false;

  function restartQueues(): void {
    const engine = DBOSExecutor.globalInstance;
    if (engine === undefined) return;
    wfQueueRunner.stop();
    // The loop that was stopped ends at its next turn, long before.
    const timer = setTimeout(() => {
      if (!hasEnded) wfQueueRunner.dispatchLoop(engine, null).catch(onTrouble);
    }, EVERY_MS);
    timer.unref();
  }

  const watching = setInterval(() => {
    const now = ahead();
    const back = before - now;
    before = now;
    if (back < JUMP_MS) return;
    onJump(Math.round(back));
    restartQueues();
  }, EVERY_MS);
  watching.unref();
  return {
    end() {
      hasEnded = true;
      clearInterval(watching);
    },
  };
}

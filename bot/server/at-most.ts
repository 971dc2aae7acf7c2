/**
 * Lets `most` calls run at a time; further ones wait their turn in order. One whose signal aborts while it waits gives
 * its turn up and throws the signal's reason. `queued` is told when a call has to wait, and how many wait before it;
 * `onWaiting` how many wait each time that changes.
 */
export function atMost(
  most: number,
  onWaiting: (count: number) => void = () => undefined,
): <T>(signal: AbortSignal, work: () => Promise<T>, queued?: (ahead: number) => void) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(signal: AbortSignal): Promise<void> {
    if (running < most) {
      running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        onWaiting(waiting.length);
        reject(signal.reason);
      };
      // The one who leaves hands its place over, so `running` stays as it is.
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(enter);
      onWaiting(waiting.length);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return async (signal, work, queued) => {
    signal.throwIfAborted();
    if (running >= most) queued?.(waiting.length);
    await turn(signal);
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else {
        onWaiting(waiting.length);
        next();
      }
    }
  };
}

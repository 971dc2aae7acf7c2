/** Work that is done again and again, with a pause after each time, until it is stopped. */
export interface Repeated {
  start(): void;
  /** Begins no more; what is under way goes on. */
  stop(): void;
}

/** Does `work` every `ms` milliseconds; a failure is told to `onError` and does not end it. Keeps no process up. */
export function repeatedly(ms: number, work: () => Promise<void>, onError: (error: unknown) => void): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = () => {
    timer = setTimeout(async () => {
      await work().catch(onError);
      if (!isStopped) next();
    }, ms);
    timer.unref();
  };
  return {
    start: next,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Does work under a signal of its own, which aborts with the outer one, after `timeoutMs` (a `TimeoutError`), or by `end`.
 * What listens to it goes with it: a signal of `AbortSignal.any` is kept by Node for as long as it has a listener, even after
 * it aborted (lib/internal/abort_controller.js, `gcPersistentSignals`), and the MCP client never takes its listener away, so
 * that each answer of a tool would stay in memory for good.
 */
export async function whileBounded<T>(
  outer: AbortSignal | undefined,
  timeoutMs: number,
  work: (signal: AbortSignal, end: (reason: Error) => void) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const end = (reason: Error) => own.abort(reason);
  const follow = () => own.abort(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => end(new DOMException('no answer in time', 'TimeoutError')), timeoutMs);
  timer.unref();
  try {
    return await work(own.signal, end);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
  }
}

// Loaded before the bot's program (`node --import`): its wall clock jumps when the bench says so, by `{ skewMs }`. Timers and
// `performance.now()` go on as they do on a machine whose clock is set.

const Real = Date;
let skewMs = 0;
const now = () => Real.now() + skewMs;

globalThis.Date = new Proxy(Real, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as) as object,
  apply: () => new Real(now()).toString(),
  get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
});

process.on('message', (message: { readonly skewMs?: number }) => {
  if (message.skewMs !== undefined) skewMs = message.skewMs;
});
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();

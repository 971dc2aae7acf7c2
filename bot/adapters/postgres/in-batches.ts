import { isRefusedRow } from './postgres-errors.ts';

/** How many batches are under way at once: one that hangs holds up no other for long. */
const AT_ONCE = 2;

/**
 * Does one by one what `work` does for many: what is asked while a batch is under way goes into the next one, so that two
 * hundred at once cost a few statements and as many commits. `work` answers in the order of its items. Where the server
 * refuses a row of several, each is tried alone, so that a bad one costs itself only; any other error is everybody's, as
 * what was asked may have been done.
 */
export function inBatches<Item, Result>(
  most: number,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  type Asked = { readonly item: Item } & PromiseWithResolvers<Result>;
  const asked: Asked[] = [];
  let running = 0;

  async function attempt(batch: readonly Asked[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item));
      for (const [index, one] of batch.entries()) one.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length > 1 && isRefusedRow(error)) await Promise.all(batch.map((one) => attempt([one])));
      else for (const one of batch) one.reject(error);
    }
  }

  async function run(): Promise<void> {
    running += 1;
    while (asked.length > 0) await attempt(asked.splice(0, most));
    running -= 1;
  }

  return (item) => {
    const one = { item, ...Promise.withResolvers<Result>() };
    asked.push(one);
    // What comes within the same turn of the event loop goes together.
    if (running < AT_ONCE) queueMicrotask(() => (asked.length > 0 && running < AT_ONCE ? void run() : undefined));
    return one.promise;
  };
}

import type { LogFile } from '../../common/snapshot/index.ts';
import type { LogFolder } from './log-folder.ts';
import { isSeekable, readRecordsAt } from './snapshot-records.ts';

/** Files smaller than this are read whole: that takes no longer than searching them. */
const WORTH_SEARCHING = 8 * 1024 * 1024;
const PROBE = 64 * 1024;
/** The search ends with a stretch of this size, which is read as well. */
const CLOSE_ENOUGH = 1024 * 1024;
/** Writers of one file may be this far out of step with each other, in milliseconds. */
const SLACK_MS = 60_000;
/** Places looked at beforehand, to see that times rise through the file. */
const PLACES = 8;

/**
 * Where to begin reading a file for what it holds from `start` on: a byte offset at or before the first such line, found
 * by halving. 0, the whole file, where its lines do not carry times or do not stand in their order.
 */
export async function windowStart(
  file: LogFile,
  snapshot: LogFolder,
  start: Date | undefined,
  signal: AbortSignal,
): Promise<number> {
  if (start === undefined || file.bytes < WORTH_SEARCHING || !isSeekable(file)) return 0;
  const wanted = start.getTime() - SLACK_MS;
  const timeAt = async (offset: number): Promise<number | undefined> => {
    signal.throwIfAborted();
    const records = await readRecordsAt(file, snapshot, offset, PROBE);
    return records.find(({ timestamp }) => timestamp !== undefined)?.timestamp;
  };
  let low = 0;
  let high = file.bytes;
  let before = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < PLACES; place++) {
    const offset = Math.floor((file.bytes / PLACES) * place);
    const time = await timeAt(offset);
    if (time === undefined || time < before - SLACK_MS) return 0;
    before = Math.max(before, time);
    if (time < wanted) low = offset;
    else if (high === file.bytes) high = offset;
  }
  while (high - low > CLOSE_ENOUGH) {
    const middle = Math.floor((low + high) / 2);
    const time = await timeAt(middle);
    if (time === undefined) return 0;
    if (time < wanted) low = middle;
    else high = middle;
  }
  return low;
}

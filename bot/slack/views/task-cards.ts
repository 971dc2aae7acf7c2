import type { types } from '@slack/bolt';
import type { SourceProgress } from '../../ports/notifier.ts';
import { literalLine } from './text.ts';
import { SOURCE_NAMES, tookInWords } from './wording.ts';

/** Slack's longest text in a task chunk. */
const LONGEST = 256;
const STATES = { waiting: 'pending', reading: 'in_progress', done: 'complete', unknown: 'error' } as const;

/** What changed between two states, as chunks of a stream. Slack adds outputs up, so each is sent once. */
export function taskChunks(
  before: readonly SourceProgress[],
  after: readonly SourceProgress[],
  running: boolean,
): types.AnyChunk[] {
  const updates = after.flatMap((source): types.TaskUpdateChunk[] => {
    const known = before.find((one) => one.source === source.source);
    if (known !== undefined && known.state === source.state && known.note === source.note) return [];
    const ended = source.state === 'done' || source.state === 'unknown';
    const took = source.durationMs === undefined ? '' : ` (${tookInWords(source.durationMs)})`;
    const output = ended ? literalLine(`${source.note}${took}`, LONGEST) : '';
    return [
      {
        type: 'task_update',
        id: source.source,
        title: SOURCE_NAMES[source.source],
        status: STATES[source.state],
        ...(output !== '' && { output }),
      },
    ];
  });
  const read = after.filter(({ state }) => state === 'done').length;
  const title = running
    ? `Reading: ${read} of ${after.length} sources done`
    : `Read ${read} of ${after.length} sources`;
  return [{ type: 'plan_update', title }, ...updates];
}

/** When a run ends before everything was read, what was still open is closed. */
export function closed(sources: readonly SourceProgress[]): readonly SourceProgress[] {
  return sources.map((source) =>
    source.state === 'waiting' || source.state === 'reading'
      ? { ...source, state: 'unknown', note: 'not read to the end' }
      : source,
  );
}

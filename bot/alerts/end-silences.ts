import type { Logger } from 'pino';
import { SreError } from '../domain/errors.ts';
import { harmless } from '../domain/incident.ts';
import type { Silence } from '../domain/silence.ts';
import type { AlertInbox } from '../ports/alert-inbox.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { Timeline } from '../ports/timeline.ts';

export interface EndSilencesDeps {
  readonly silences: RecordStore<Silence>;
  readonly inbox: Pick<AlertInbox, 'release'>;
  readonly board: Board;
  readonly timeline: Timeline;
  readonly redaction?: Redaction;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Finishes what people ended early: lets go what was held back, tells it once where the silence was set, and notes it
 * on the timeline of its thread. To be called by the one process that sorts alerts; broken off, it is done again.
 * A place that cannot be reached for now is tried again by the next call, one that cannot be written to is left out.
 */
export async function endSilences(deps: EndSilencesDeps): Promise<void> {
  const ending = await deps.silences.list({ states: ['ending'] });
  if (ending.length === 0) return;
  await deps.inbox.release(deps.clock.now());
  for (const silence of ending) {
    try {
      await tell(deps, silence);
    } catch (error) {
      deps.log.warn({ err: error, silence: silence.id }, 'the end of a silence was not told');
      if (error instanceof SreError && error.retryable) continue;
    }
    await deps.silences.change(silence.id, (current) =>
      current.state === 'ending' ? { ...current, state: 'ended' } : undefined,
    );
    deps.log.info({ silence: silence.id }, 'silence ended early');
  }
}

async function tell({ board, timeline, redaction, clock }: EndSilencesDeps, silence: Silence): Promise<void> {
  const { id, teamId, channel, threadTs, from, endedBy } = silence;
  if (channel === undefined || endedBy === undefined) return;
  const subject = (await redaction?.of(id).redact<string>(silence.subject)) ?? silence.subject;
  const text = `<@${endedBy}> ended the silence about ${harmless(subject)}. Alerts open threads again.`;
  const fact = `${id} ended ${from}`;
  const message = await board.put({ channel, ...(threadTs && { threadTs }), since: from }, id, fact, {
    kind: 'note',
    text,
  });
  const thread = { teamId, channel, threadTs: threadTs ?? message.ts };
  await timeline.add(thread, fact, { at: clock.now().toISOString(), kind: 'alert', text });
}

import type { Logger } from 'pino';
import { SreError } from '../domain/errors.ts';
import { harmless } from '../domain/incident.ts';
import { isSameSubject, type Silence } from '../domain/silence.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { SilenceMirror } from '../ports/silence-mirror.ts';

export interface MirrorSilencesDeps {
  readonly silences: RecordStore<Silence>;
  readonly board: Board;
  readonly redaction?: Redaction;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

const PATIENCE_MS = 3_000;
/** After a failure alerts are not kept waiting for the source's answer each time. */
const PAUSE_MS = 30_000;
const LOOKED_AT = 200;

/**
 * Brings the source's own silences to where the bot's stand: makes and extends those in force, ends those that people
 * ended. A failure is told once where the silence was set; the silence holds here all the same, and it is tried again
 * half a minute later. To be called by the one process that sorts alerts.
 */
export function createSilenceMirroring(mirror: SilenceMirror): (deps: MirrorSilencesDeps) => Promise<void> {
  let notBefore = Number.NEGATIVE_INFINITY;

  /** One step for one silence. */
  async function bring(deps: MirrorSilencesDeps, silence: Silence, all: readonly Silence[], now: number) {
    const { silences } = deps;
    const ends = Date.parse(silence.until) > now;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const over = (one: Silence) =>
      silences.change(one.id, (current) => ({ ...current, mirror: { ...current.mirror, isOver: true } }));
    if (isInForce(silence, now)) {
      // A longer silence takes the place of the shorter, there as here.
      const shorter = all.find(
        (one) => one.state === 'ended' && isMirrored(one) && isSameSubject(one.subject, silence.subject),
      );
      const exact = shorter?.subject === silence.subject ? shorter : undefined;
      const id = await mirror.keep(silence, exact?.mirror?.id, signal);
      await silences.change(silence.id, (current) => ({ ...current, mirror: { id } }));
      if (exact !== undefined) await over(exact);
      return;
    }
    // One that ends by itself ends there by itself.
    if (ends && silence.mirror?.id !== undefined) await mirror.expire(silence.mirror.id, signal);
    await over(silence);
  }

  return async (deps) => {
    const now = deps.clock.now().getTime();
    if (now < notBefore) return;
    const all = await deps.silences.list({ limit: LOOKED_AT });
    for (const { id } of all) {
      const silence = await deps.silences.find(id);
      if (silence === undefined || !isBehind(silence, now)) continue;
      try {
        await bring(deps, silence, await deps.silences.list({ limit: LOOKED_AT }), now);
      } catch (error) {
        if (error instanceof SreError && error.kind === 'cancelled') throw error;
        deps.log.warn({ err: error, silence: id }, 'a silence was not mirrored');
        notBefore = now + PAUSE_MS;
        await tellFailure(deps, mirror, silence, error, isInForce(silence, now));
      }
    }
  };
}

function isInForce({ state, until }: Silence, now: number): boolean {
  return state === 'active' && Date.parse(until) > now;
}

function isMirrored({ mirror }: Silence): boolean {
  return mirror?.id !== undefined && mirror.isOver !== true;
}

/** True where something is to be done at the source. */
function isBehind(silence: Silence, now: number): boolean {
  if (silence.mirror?.isOver === true) return false;
  return isInForce(silence, now) ? silence.mirror?.id === undefined : silence.mirror?.id !== undefined;
}

async function tellFailure(
  { board, silences, redaction }: MirrorSilencesDeps,
  { name }: SilenceMirror,
  silence: Silence,
  error: unknown,
  isNew: boolean,
): Promise<void> {
  const again = error instanceof SreError && error.retryable;
  if (!again)
    await silences.change(silence.id, (current) => ({ ...current, mirror: { ...current.mirror, isOver: true } }));
  const { channel, threadTs, from: since, id } = silence;
  if (channel === undefined) return;
  const subject = harmless((await redaction?.of(id).redact<string>(silence.subject)) ?? silence.subject);
  const what = isNew
    ? `did not take the silence about ${subject}: it holds here, and ${name} goes on sending`
    : `did not end its silence about ${subject}: alerts open threads here again, but ${name} may hold them back`;
  const next = again ? 'I try again.' : 'It refuses what I ask; whoever runs the bot has to look.';
  const place = { channel, ...(threadTs && { threadTs }), since };
  const key = `mirror-${isNew ? 'kept' : 'ended'}`;
  await board.put(place, id, key, { kind: 'note', text: `${name} ${what}. ${next}` });
}

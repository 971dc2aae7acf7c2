import type { Logger } from 'pino';
import { SreError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';

/** A monitor elsewhere that tells people when it hears nothing: healthchecks.io, Opsgenie heartbeats, Dead Man's Snitch. */
export interface HeartbeatMonitor {
  /** Who knows the address can keep the monitor quiet. */
  readonly url: Secret;
  /** The `Authorization` header, as `GenieKey …`; absent where the address is enough. */
  readonly authorization?: Secret;
}

const PATIENCE_MS = 10_000;

/**
 * One sign of life to the monitor outside, by GET, when `isWell` says that the bot can do its work; when it cannot, or
 * another part hangs, the monitor hears nothing, which is what it is there for. Throws SreError, without the address.
 */
export function createHeartbeat(deps: {
  /** What makes the sign worth giving: throws, or takes too long, where the bot could not help anybody. */
  readonly isWell: () => Promise<boolean>;
  readonly monitor?: HeartbeatMonitor;
  /** Told of each sign that was given here, to the monitor too where there is one. */
  readonly onBeat: () => void;
  readonly log: Pick<Logger, 'warn'>;
}): () => Promise<void> {
  const { monitor } = deps;
  return async () => {
    if (!(await deps.isWell())) {
      deps.log.warn('no sign of life is given: the bot is not well');
      return;
    }
    deps.onBeat();
    if (monitor === undefined) return;
    const headers = monitor.authorization && { authorization: monitor.authorization.reveal() };
    const options = {
      ...(headers && { headers }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    } as const;
    const answer = await fetch(monitor.url.reveal(), options).catch(() => {
      // The cause quotes the address.
      throw new SreError('unavailable', 'the heartbeat monitor does not answer');
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new SreError('bad-upstream', `the heartbeat monitor answered ${answer.status}`);
  };
}

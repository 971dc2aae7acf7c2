import { SreError } from '../domain/errors.ts';

/** Resolves when the gateway answers, whatever it says: without a token it is a refusal. Throws SreError `unavailable`. */
export async function reachGateway(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { method: 'GET', headers: { accept: 'text/event-stream' }, signal }).catch(
    (error) => {
      throw new SreError('unavailable', 'the gateway cannot be reached', { cause: error });
    },
  );
  await response.body?.cancel();
  if (response.status >= 500) throw new SreError('unavailable', `the gateway answered ${response.status}`);
}

import { SreError, toSreError } from '../domain/errors.ts';

/** Resolves when the dependency can be used; throws otherwise. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  /** By name: `ok`, or what is wrong in words without an upstream's text. */
  readonly checks: Readonly<Record<string, string>>;
}

const CHECK_MS = 2_000;
/** Probes come every few seconds from several sides; what they ask of Slack must stay under its rate limits. */
const KEEP_MS = 5_000;

/** Asks every dependency at once, each within two seconds; an outcome serves for five. */
export function createReadiness(checks: Readonly<Record<string, ReadinessCheck>>): () => Promise<Readiness> {
  let kept: { readonly until: number; readonly outcome: Promise<Readiness> } | undefined;
  return () => {
    if (kept === undefined || kept.until < performance.now()) {
      kept = { until: performance.now() + KEEP_MS, outcome: ask(checks) };
    }
    return kept.outcome;
  };
}

async function ask(checks: Readonly<Record<string, ReadinessCheck>>): Promise<Readiness> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
  );
  return { ready: entries.every(([, state]) => state === 'ok'), checks: Object.fromEntries(entries) };
}

async function stateOf(check: ReadinessCheck): Promise<string> {
  const signal = AbortSignal.timeout(CHECK_MS);
  const tooLong = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new SreError('timeout', 'no answer in time')), { once: true });
  });
  try {
    await Promise.race([check(signal), tooLong]);
    return 'ok';
  } catch (error) {
    const { kind, wording } = toSreError(error, 'check failed');
    return `${kind}: ${wording}`;
  }
}

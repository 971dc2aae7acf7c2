import { createHash, timingSafeEqual } from 'node:crypto';

/** True for a presented key that is one of those accepted at the moment. */
export type ApiKeyCheck = (presented: string | undefined) => boolean;

/** Shorter ones could be guessed. */
const SHORTEST_KEY = 8;

/**
 * Makes a check of presented API keys against the accepted ones: during a rotation the next, the current and the
 * previous. All are hashed first and all are compared, so that the time tells neither which one fits nor where two
 * differ. Throws for an empty key, or none.
 */
export function createApiKeyCheck(...accepted: readonly string[]): ApiKeyCheck {
  if (accepted.length === 0 || accepted.includes('')) throw new Error('an empty API key would let everyone in');
  const wanted = accepted.map(hash);
  return (presented) => {
    const given = hash(presented ?? '');
    return wanted.map((one) => timingSafeEqual(given, one)).includes(true);
  };
}

/** A check whose keys can be read again while the process serves. */
export interface ApiKeyRing {
  readonly matches: ApiKeyCheck;
  /** Reads the keys again. Throws where they cannot be used; those of before then stay. */
  reload(): void;
}

/** Opens a ring on a source of keys, which is read at once. Throws where they cannot be used. */
export function openApiKeyRing(read: () => readonly string[]): ApiKeyRing {
  let check = createApiKeyCheck(...read());
  return {
    matches: (presented) => check(presented),
    reload() {
      check = createApiKeyCheck(...read());
    },
  };
}

/**
 * The keys of a text: apart by commas, white space or lines. Throws where there is none, or one is too short; the
 * message holds no key.
 */
export function readApiKeys(text: string): readonly string[] {
  const keys = text.split(/[\s,]+/).filter((key) => key !== '');
  if (keys.length === 0) throw new Error('holds no key');
  if (keys.some((key) => key.length < SHORTEST_KEY)) {
    throw new Error(`must hold keys of ${SHORTEST_KEY} characters or more`);
  }
  return keys;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

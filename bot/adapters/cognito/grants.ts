import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SreError } from '../../domain/errors.ts';
import type { LoginGrant } from '../../domain/login.ts';
import { Secret } from '../../domain/secret.ts';
import type { RecordStore } from '../../ports/record-store.ts';

/** Refresh tokens by user, sealed before they are kept: whoever reads the database alone can use none. */
export interface Grants {
  /** Undefined where nobody signed in, and where what is kept cannot be opened any more. Throws SreError. */
  find(username: string): Promise<Secret | undefined>;
  /** Keeps it in place of an earlier one, which is returned. */
  keep(username: string, teamId: string, refresh: Secret): Promise<Secret | undefined>;
  /** Ends it and returns what there was. With `only`, where that is still the kept one. */
  end(username: string, only?: Secret): Promise<Secret | undefined>;
}

const CIPHER = 'aes-256-gcm';

/** `key` is any secret of the bot's own; another one cannot open what was sealed with it. */
export function createGrants(records: RecordStore<LoginGrant>, key: Secret): Grants {
  const sealing = Buffer.from(hkdfSync('sha256', key.reveal(), '', 'sign-in grants', 32));

  function seal(username: string, refresh: Secret): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(CIPHER, sealing, nonce).setAAD(Buffer.from(username));
    const text = Buffer.concat([cipher.update(refresh.reveal(), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
  }

  function open({ id, state, sealed }: LoginGrant): Secret | undefined {
    if (state !== 'given' || sealed === undefined) return undefined;
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv(CIPHER, sealing, bytes.subarray(0, 12)).setAAD(Buffer.from(id));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return new Secret(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
    } catch {
      return undefined; // Sealed with another key, or damaged: the person signs in again.
    }
  }

  return {
    async find(username) {
      const record = await records.find(username);
      return record && open(record);
    },
    async keep(username, teamId, refresh) {
      const fresh: LoginGrant = { id: username, teamId, state: 'given', sealed: seal(username, refresh) };
      if (await records.add(fresh)) return undefined;
      let before: Secret | undefined;
      const changed = await records.change(username, (current) => {
        before = open(current);
        return fresh;
      });
      if (changed === undefined) throw new SreError('internal', 'a sign-in was not kept');
      return before;
    },
    async end(username, only) {
      let before: Secret | undefined;
      await records.change(username, (current) => {
        const kept = open(current);
        if (only !== undefined && kept !== undefined && kept.reveal() !== only.reveal()) return undefined;
        before = kept;
        const { sealed: _sealed, ...rest } = current;
        return { ...rest, state: 'ended' };
      });
      return before;
    },
  };
}

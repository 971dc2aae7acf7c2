import { createHash } from 'node:crypto';
import { SreError } from '../../../bot/domain/errors.ts';
import type { ObjectStore } from '../../../bot/ports/object-store.ts';
import { createTrouble, type Trouble } from './trouble.ts';

/** An ObjectStore in this process. */
export function createFakeObjectStore(): ObjectStore & { readonly trouble: Trouble } {
  const trouble = createTrouble();
  const objects = new Map<string, { text: string; etag: string }>();
  return {
    trouble,
    async get(key, options = {}) {
      await trouble.meet('get');
      const found = objects.get(key);
      if (found === undefined) throw new SreError('not-found', 'no such object');
      return found.etag === options.ifNoneMatch ? { notModified: true } : found;
    },
    async put(key, body) {
      await trouble.meet('put');
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
      const etag = `"${createHash('md5').update(text).digest('hex')}"`;
      objects.set(key, { text, etag });
      return { etag };
    },
    async link(key, seconds) {
      await trouble.meet('link');
      if (seconds < 1 || seconds > 604_800) throw new SreError('invalid-input', 'a link lives a second to a week');
      return `https://objects.example.com/${key}?expires=${seconds}`;
    },
  };
}

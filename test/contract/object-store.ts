import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../bot/ports/object-store.ts';
import { withoutSecrets } from '../../bot/redaction/redactor.ts';

/** What every ObjectStore promises. */
export function objectStoreContract(setup: () => ObjectStore): void {
  test('an object is read as it was written, and not again while it is unchanged', async () => {
    const store = setup();
    const { etag } = await store.put('reports/één.txt', withoutSecrets('häh?'), {
      contentType: 'text/plain; charset=utf-8',
    });
    expect(etag).not.toBe('');
    expect(await store.get('reports/één.txt')).toEqual({ text: 'häh?', etag });
    expect(await store.get('reports/één.txt', { ifNoneMatch: etag })).toEqual({ notModified: true });
    await store.put('reports/één.txt', withoutSecrets('new'), { contentType: 'text/plain' });
    expect(await store.get('reports/één.txt', { ifNoneMatch: etag })).toMatchObject({ text: 'new' });
  });

  test('a missing object is not found', async () => {
    await expect(setup().get('missing')).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('a link names the object; one that lives too short or too long is refused', async () => {
    const store = setup();
    expect(await store.link('reports/a.txt', 60)).toContain('reports/a.txt');
    await expect(store.link('a', 0)).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(store.link('a', 8 * 86_400)).rejects.toMatchObject({ kind: 'invalid-input' });
  });
}

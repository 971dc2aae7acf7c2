import type { Redacted } from '../domain/redacted.ts';

/** Objects by key in the configuration and report bucket. */
export interface ObjectStore {
  /** The object's text; `notModified` when `ifNoneMatch` still holds. Throws SreError `not-found`. */
  get(key: string, options?: { ifNoneMatch?: string }): Promise<{ text: string; etag: string } | { notModified: true }>;
  put(key: string, body: Redacted<string>, options: { contentType: string }): Promise<{ etag: string }>;
  /** A link that expires after `seconds`. */
  link(key: string, seconds: number): Promise<string>;
}

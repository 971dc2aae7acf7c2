import { expect, test } from '@jest/globals';
import type { EvidenceDraft } from '../../../../bot/domain/finding.ts';
import { telling } from '../../../../bot/engine/rank/telling.ts';

const piece = (source: EvidenceDraft['source'], target: string, text: string): EvidenceDraft => ({
  source,
  tool: 'any',
  target,
  text,
});
const shop = 'service/shop-db';
const usual = piece('metrics', shop, 'pg_locks_count of shop-db is usually 3 and reached 43.');
const now = piece('metrics', shop, 'pg_locks_count of service/shop-db: 43.');
const words = piece('logs', shop, 'shop-db wrote 70 times: process 19107 still waiting for AccessShareLock');
const pool = piece('metrics', 'service/pool', 'pgbouncer_pools_client_waiting_connections of service/pool: 74.');
const other = piece('metrics', 'service/till-db', 'pg_locks_count of service/till-db: 12.');

test('a figure in another wording comes after figures that were not shown, and nothing is lost', () => {
  expect(telling([usual, now, words, pool, other])).toEqual([usual, words, pool, other, now]);
});

test('sentences that begin with no metric are all kept where they are', () => {
  const surge = piece('metrics', shop, 'Requests to shop-db rose to 3 times their usual number.');
  const more = piece('metrics', shop, 'Requests to till rose to 3 times their usual number.');
  expect(telling([surge, more, words])).toEqual([surge, words, more]);
});

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { BackendError } from '../../common/backend-error.ts';
import { createFresh } from '../../common/live/fresh.ts';

/** caller -> callees, as in a snapshot's topology.json; YAML serves as well. */
const topology = z.record(z.string().min(1), z.array(z.string().min(1)));

/**
 * Reads a topology given by hand, again after half a minute. `unavailable` when the file cannot be read, `bad-upstream`
 * when it holds something else.
 */
export function topologyFile(file: string): () => Promise<Record<string, string[]>> {
  const fresh = createFresh<Record<string, string[]>>(30_000);
  return () =>
    fresh.get('all', async () => {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        throw new BackendError('unavailable', 'The file of the topology cannot be read.', { cause: error });
      }
      try {
        return topology.parse(parse(text));
      } catch (error) {
        throw new BackendError('bad-upstream', 'The file of the topology does not list callees by caller.', {
          cause: error,
        });
      }
    });
}

/** Both topologies in one: every callee that either names. */
export function joinTopologies(
  one: Readonly<Record<string, readonly string[]>>,
  other: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  const joined = new Map<string, string[]>();
  for (const [caller, callees] of [...Object.entries(one), ...Object.entries(other)])
    joined.set(caller, [...new Set([...(joined.get(caller) ?? []), ...callees])].toSorted());
  return Object.fromEntries(joined);
}

import type { Change, Coverage, CoverageReading } from '../../../schemas/generated/kubernetes.ts';
import { BackendError } from '../../common/backend-error.ts';
import { createFresh } from '../../common/live/fresh.ts';
import type { HttpSource } from '../../common/live/http-source.ts';
import { lastSeenOf } from '../event-time.ts';
import { compareObjects } from '../object-order.ts';
import type { KubernetesProvider } from '../provider.ts';
import { type ListedKind, readingsOfLists, within } from './coverage.ts';
import { EVENTS, KIND_RESOURCES, type KindResource } from './kubernetes-kinds.ts';
import { type KindListing, listKind } from './list-kind.ts';
import { changesOfRevisions } from './revision-changes.ts';

export interface KubernetesApiOptions {
  readonly server: HttpSource;
  /** Name of the cluster. */
  readonly cluster: string;
  /** The namespaces looked at; empty means all, for which the rights must be cluster-wide. */
  readonly namespaces: readonly string[];
  /** Objects read at most of one kind in one list; more is a warning. */
  readonly maxPerKind: number;
  /** Changes recorded elsewhere, such as by CI. */
  readonly recordedChanges?: ((signal: AbortSignal) => Promise<readonly Change[]>) | undefined;
  readonly now?: () => Date;
}

function coverageOf(readings: CoverageReading[]): Coverage {
  return { readings, notUnderstood: [] };
}

const FRESH_MS = 30_000;
const AT_ONCE = 6;
const REVISION_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ControllerRevision'];

/**
 * Serves the present state of a cluster from its API server, by lists only: nothing is written and nothing watched.
 * What is listed is kept for half a minute, so that the pages of one answer fit together. A kind that the rights do not
 * reach is a warning, unless it is all that was asked for.
 */
export function createKubernetesApiProvider(options: KubernetesApiOptions): KubernetesProvider {
  const now = options.now ?? (() => new Date());
  const listings = createFresh<KindListing>(FRESH_MS, 256);
  const warnings = new Map<string, string>();
  /** What each list last gave, for the description of the source. */
  const seen = new Map<string, ListedKind>();

  const readOne = async (resource: KindResource, namespace: string | undefined, signal: AbortSignal) => {
    const key = `${resource.apiVersion} ${resource.plural} ${namespace ?? ''}`;
    const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
    const listing = await listings.get(key, async () => {
      try {
        return await listKind(options.server, resource, { namespace, maxItems: options.maxPerKind, signal });
      } catch (error) {
        signal.throwIfAborted();
        if (resource.addOn !== true) throw error;
        warnings.set(key, `${resource.plural}.${resource.apiVersion} cannot be listed`);
        return { items: [], state: 'failed', truncated: false };
      }
    });
    if (listing.state === 'forbidden') warnings.set(key, `may not list ${resource.plural}${where}`);
    else if (listing.truncated)
      warnings.set(key, `only the first ${options.maxPerKind} ${resource.plural}${where} were read`);
    else if (listing.state === 'listed') warnings.delete(key);
    seen.set(key, { resource, namespace, listing });
    return listing;
  };

  const readListed = async (resources: readonly KindResource[], signal: AbortSignal): Promise<ListedKind[]> => {
    const places: readonly (string | undefined)[] = options.namespaces.length === 0 ? [undefined] : options.namespaces;
    const wanted = resources.flatMap((resource) =>
      (resource.namespaced ? places : [undefined]).map((namespace) => ({ resource, namespace })),
    );
    const read: ListedKind[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let at = next++; at < wanted.length; at = next++) {
        signal.throwIfAborted();
        const { resource, namespace } = wanted[at]!;
        read[at] = { resource, namespace, listing: await readOne(resource, namespace, signal) };
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const states = read.map(({ listing }) => listing.state);
    const denied = states.includes('forbidden') && !states.includes('listed');
    if (denied)
      throw new BackendError('bad-upstream', `${options.server.name} forbids this backend to read that (403).`);
    return read;
  };
  const read = async (resources: readonly KindResource[], signal: AbortSignal) => {
    const listed = await readListed(resources, signal);
    return { items: listed.flatMap(({ listing }) => listing.items), readings: readingsOfLists(listed) };
  };
  const readKinds = (kinds: readonly string[], signal: AbortSignal) =>
    read(
      KIND_RESOURCES.filter(({ kind }) => kinds.includes(kind)),
      signal,
    );
  /** A cluster always has namespaces: without any object the source is empty. */
  const inhabited = async (signal: AbortSignal): Promise<boolean> =>
    options.namespaces.length > 0 || (await readKinds(['Namespace', 'Pod'], signal)).items.length > 0;

  const provider: KubernetesProvider = {
    now,
    describe: async ({ signal }) => {
      const alive = await inhabited(signal);
      const listed =
        alive && options.namespaces.length === 0 ? await readKinds(['Namespace', 'Pod'], signal) : undefined;
      const found = (listed?.items ?? [])
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name);
      return {
        provider: 'kubernetes',
        cluster: options.cluster,
        namespaces: options.namespaces.length > 0 ? [...options.namespaces] : found,
        asOf: now().toISOString(),
        signals: alive ? ['objects', 'events', 'changes'] : [],
        warnings: [...warnings.values()].toSorted(),
        coverage: coverageOf(readingsOfLists([...seen.values()])),
      };
    },
    objects: async ({ kinds, namespace, name }, { signal }) => {
      signal.throwIfAborted();
      const wanted = kinds === undefined ? undefined : new Set(kinds.map((kind) => kind.toLowerCase()));
      const resources = KIND_RESOURCES.filter(({ kind, onRequest }) =>
        wanted === undefined ? onRequest !== true : wanted.has(kind.toLowerCase()),
      );
      const found = resources.length === 0 ? { items: [], readings: [] } : await read(resources, signal);
      const items = found.items.filter(
        ({ metadata }) =>
          (namespace === undefined || metadata.namespace === namespace) &&
          (name === undefined || metadata.name === name),
      );
      const present = found.items.length > 0 || (await inhabited(signal));
      const coverage = coverageOf(within(found.readings, namespace));
      return { present, items: items.toSorted(compareObjects), coverage };
    },
    events: async ({ namespace }, { signal }) => {
      signal.throwIfAborted();
      const events = await read([EVENTS], signal);
      const items = events.items.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      items.sort((a, b) => lastSeenOf(b) - lastSeenOf(a));
      const present = events.items.length > 0 || (await inhabited(signal));
      return { present, items, coverage: coverageOf(within(events.readings, namespace)) };
    },
    changes: async ({ signal }) => {
      signal.throwIfAborted();
      const workloads = await readKinds(REVISION_KINDS, signal);
      const recorded = (await options.recordedChanges?.(signal)) ?? [];
      const items = [...changesOfRevisions(workloads.items), ...recorded];
      const present = items.length > 0 || options.recordedChanges !== undefined || (await inhabited(signal));
      const sorted = items.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
      return { present, items: sorted, coverage: coverageOf(workloads.readings) };
    },
  };
  return provider;
}

import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { BackendError } from '../../common/backend-error.ts';
import type { HttpSource } from '../../common/live/http-source.ts';
import { cleanObject } from '../../common/snapshot/clean-object.ts';
import { asArray, asRecord, asText, isRecord } from '../../common/snapshot/json-shape.ts';
import { type KindResource, listPath } from './kubernetes-kinds.ts';

/** What one list of a kind gave. */
export interface KindListing {
  readonly items: readonly KubernetesObject[];
  /** `absent`: this server does not serve the kind; `forbidden`: the rights do not reach there; `failed`: no usable answer. */
  readonly state: 'listed' | 'absent' | 'forbidden' | 'failed';
  /** True when there are more than were read. */
  readonly truncated: boolean;
}

const PAGE = 500;
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** Lists begun anew because their continue token expired, as it does after some minutes. */
const RESTARTS = 2;

/**
 * Lists a kind page by page, without a watch. An expired continue token begins the list anew, so that its objects are
 * of one time. managedFields and the values of Secrets are dropped even where the server sends them.
 */
export async function listKind(
  server: HttpSource,
  resource: KindResource,
  options: { readonly namespace?: string | undefined; readonly maxItems: number; readonly signal: AbortSignal },
): Promise<KindListing> {
  for (let restarts = 0; ; restarts++) {
    const listing = await listOnce(server, resource, options);
    if (listing !== 'expired') return listing;
    if (restarts === RESTARTS)
      throw new BackendError('unavailable', `The list of ${resource.plural} kept expiring while it was read.`);
  }
}

async function listOnce(
  server: HttpSource,
  resource: KindResource,
  { namespace, maxItems, signal }: { namespace?: string | undefined; maxItems: number; signal: AbortSignal },
): Promise<KindListing | 'expired'> {
  const items: KubernetesObject[] = [];
  let next: string | undefined;
  do {
    const answer = await server.get(listPath(resource, namespace), {
      query: { limit: String(PAGE), continue: next },
      expect: [403, 404, 410],
      signal,
      ...(resource.metadataOnly === true ? { accept: METADATA_ONLY } : {}),
    });
    if (answer.status === 403) return { items: [], state: 'forbidden', truncated: false };
    if (answer.status === 404) return { items: [], state: 'absent', truncated: false };
    if (answer.status === 410) return 'expired';
    const list = parseList(server, answer.text);
    for (const item of asArray(list.items)) {
      if (!isRecord(item) || asText(asRecord(item.metadata).name) === undefined) continue;
      const { kind: _, apiVersion: __, ...rest } = item;
      // Items of a list state neither kind nor version, and those of a metadata list state another one.
      const object = { apiVersion: resource.apiVersion, kind: resource.kind, ...rest } as unknown as KubernetesObject;
      items.push(cleanObject(object));
    }
    next = asText(asRecord(list.metadata).continue);
  } while (next !== undefined && items.length < maxItems);
  return { items: items.slice(0, maxItems), state: 'listed', truncated: next !== undefined || items.length > maxItems };
}

function parseList(server: HttpSource, text: string): Record<string, unknown> {
  try {
    const list = JSON.parse(text) as unknown;
    if (isRecord(list) && Array.isArray(list.items)) return list;
    // An empty list may be written as null.
    if (isRecord(list) && list.items === null) return { ...list, items: [] };
  } catch (error) {
    throw new BackendError('bad-upstream', `${server.name} answered with something that is not JSON.`, {
      cause: error,
    });
  }
  throw new BackendError('bad-upstream', `${server.name} did not answer with a list.`);
}

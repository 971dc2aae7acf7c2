import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type GatewayTool, readTools } from './tools.ts';

/** One backend behind the gateway. */
export interface TargetSettings {
  readonly name: string;
  /** The OpenAPI document in the bucket. */
  readonly schemaKey: string;
  /** Replaces the document's server URL. */
  readonly url?: string;
}

/** A tool and the base address of its backend. */
export interface RoutedTool extends GatewayTool {
  readonly url: string;
}

export interface ToolCatalogue {
  /** All tools, targets in their order. Reads the documents again when they changed in the bucket. */
  tools(): Promise<readonly RoutedTool[]>;
}

const RECHECK_MS = 5000;

interface Loaded {
  readonly etag: string | undefined;
  readonly tools: readonly RoutedTool[];
}

/** The tools of the targets, read from the bucket on the first call and looked at again at most every 5 s. */
export function createToolCatalogue(options: {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly targets: readonly TargetSettings[];
}): ToolCatalogue {
  const loaded = new Map<string, Loaded>();
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;

  async function load(target: TargetSettings): Promise<void> {
    const known = loaded.get(target.name);
    const IfNoneMatch = known?.etag;
    try {
      const object = { Bucket: options.bucket, Key: target.schemaKey, IfNoneMatch };
      const { Body, ETag } = await options.s3.send(new GetObjectCommand(object));
      const { url, tools } = readTools(target.name, (await Body?.transformToString()) ?? '');
      const routed = tools.map((tool) => ({ ...tool, url: target.url ?? url }));
      loaded.set(target.name, { etag: ETag, tools: routed });
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      // What is known stays in use while the bucket cannot be reached; a managed gateway keeps its copy too.
      if (status !== 304 && !known) throw error;
    }
  }

  return {
    tools: async () => {
      if (performance.now() - checkedAt > RECHECK_MS) {
        checking ??= Promise.all(options.targets.map(load))
          .then(() => {
            checkedAt = performance.now();
          })
          .finally(() => {
            checking = undefined;
          });
        await checking;
      }
      return options.targets.flatMap((target) => loaded.get(target.name)?.tools ?? []);
    },
  };
}

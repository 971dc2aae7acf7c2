import type { Change, Coverage, KubernetesObject, SourceDescription } from '../../schemas/generated/kubernetes.ts';

/** Options of every provider call. */
export interface CallOptions {
  readonly signal: AbortSignal;
}

/** What a provider read; `present` is false when the source holds no such signal at all. */
export interface Reading<T> {
  readonly present: boolean;
  readonly items: readonly T[];
  /** How far the kinds and namespaces in question were read. */
  readonly coverage: Coverage;
}

/** Which objects are wanted; an absent field is no restriction. Kinds are compared without regard to case. */
export interface ObjectQuery {
  readonly kinds?: readonly string[];
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * A source of Kubernetes state. Objects come as the API server returns them, without managedFields and with the values
 * of Secrets removed; no event is among them. Failures are BackendErrors: `unavailable`, `timeout`, `bad-upstream`.
 */
export interface KubernetesProvider {
  /** The moment every age and window is relative to. */
  now(): Date;
  describe(options: CallOptions): Promise<SourceDescription>;
  objects(query: ObjectQuery, options: CallOptions): Promise<Reading<KubernetesObject>>;
  events(query: { readonly namespace?: string | undefined }, options: CallOptions): Promise<Reading<KubernetesObject>>;
  changes(options: CallOptions): Promise<Reading<Change>>;
}

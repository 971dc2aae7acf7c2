import type { EphemeralRecord, ViewRecord } from '../state/records.ts';

/** What the page must draw anew. Records are read from the store when it does. */
export type Change =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'ephemeral'; readonly message: EphemeralRecord }
  | { readonly kind: 'ephemeral-removed'; readonly channel: string; readonly ts: string; readonly recipient: string }
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'canvases' }
  | { readonly kind: 'people' }
  | { readonly kind: 'views'; readonly user: string; readonly views: readonly ViewRecord[] }
  | { readonly kind: 'home'; readonly user: string }
  | { readonly kind: 'status'; readonly channel: string; readonly threadTs: string }
  | { readonly kind: 'prompts'; readonly channel: string; readonly threadTs?: string }
  | { readonly kind: 'bot'; readonly away: boolean };

export interface Changes {
  announce(change: Change): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    announce: (change) => {
      for (const listener of listeners) listener(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

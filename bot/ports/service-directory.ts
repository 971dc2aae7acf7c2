import type { Actor } from '../domain/actor.ts';
import type { Target } from '../domain/target.ts';

/** What can be asked about: the services, nodes and namespaces that the sources know. */
export interface ServiceDirectory {
  /**
   * Names are unique within a kind. `complete` is false when some source did not answer in time: a name that is not
   * in the list may then exist all the same. Waits `patienceMs` at most for a list that is not there yet. Never throws.
   */
  known(actor: Actor, patienceMs: number): Promise<KnownTargets>;
}

export interface KnownTargets {
  readonly targets: readonly Target[];
  readonly complete: boolean;
}

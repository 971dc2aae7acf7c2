/** Where the chain and the keys to people's names are kept. */
export interface AuditStore {
  /**
   * The keys to the names of these people, as 32 bytes each, in the same order; made for those who have none.
   * Throws SreError.
   */
  keys(people: readonly { readonly team: string; readonly person: string }[]): Promise<readonly Uint8Array[]>;
  /** Destroys a key. Safe to repeat. Throws SreError. */
  destroyKey(person: { readonly team: string; readonly person: string }): Promise<void>;
  /**
   * Adds entries to the end of the chain, all of them or none, while nobody else can. Entries whose fact stands there
   * already are left out. Throws SreError.
   */
  append(entries: readonly { readonly at: string; readonly fact: string; readonly body: string }[]): Promise<void>;
}

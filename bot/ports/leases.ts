/** The right to do a kind of work, held for a while. `token` is another with each new holder. */
export interface Lease {
  readonly name: string;
  readonly token: string;
}

/** Work that one process at a time may do. */
export interface Leases {
  /**
   * The lease, when `holder` has it now, for `seconds` from now; to be asked again before they end. What is written
   * under a lease is refused by the database once another holder has it, however late the first one wakes up.
   */
  take(name: string, holder: string, seconds: number): Promise<Lease | undefined>;
}

/** The processes that share the database. */
export interface Instances {
  /** Of this process; unique to it. */
  readonly id: string;
  /**
   * Those of `ids` that are gone. One whose connection was lost a moment ago may be back, so it is gone when it was away
   * for some seconds, asked about more than once; with `atOnce` when it is away now.
   */
  gone(ids: readonly string[], options?: { readonly atOnce?: boolean }): Promise<readonly string[]>;
}

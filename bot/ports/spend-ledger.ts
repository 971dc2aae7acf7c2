/**
 * What was spent on models, over all processes, by account: a day (UTC, `2031-03-04`) or `investigation:<id>`. Money in
 * millionths of a US dollar.
 */
export interface SpendLedger {
  /** Sets an amount aside if the account's spending stays within `limit`; false, and nothing set aside, otherwise. */
  reserve(account: string, amount: number, limit: number): Promise<boolean>;
  /** Puts what was really spent in place of what was set aside for it. */
  settle(account: string, reserved: number, spent: number): Promise<void>;
  /** What is spent or set aside on an account; 0 for one without any. */
  spentOn(account: string): Promise<number>;
}

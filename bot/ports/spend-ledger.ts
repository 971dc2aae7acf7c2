/** What was spent on models, by day (UTC), over all processes. Money in millionths of a US dollar. */
export interface SpendLedger {
  /** Sets an amount aside if the day's spending stays within `limit`; false, and nothing set aside, otherwise. */
  reserve(day: string, amount: number, limit: number): Promise<boolean>;
  /** Puts what was really spent in place of what was set aside for it. */
  settle(day: string, reserved: number, spent: number): Promise<void>;
  /** What is spent or set aside on a day; 0 for a day without any. */
  spentOn(day: string): Promise<number>;
}

/**
 * What became of a claim on a delivery:
 * - `mine`: nobody handles it and nobody has; handle it, then call `handled` or, when that failed, `release`.
 * - `handled`: it was handled; do nothing.
 * - `taken`: another process is handling it, or died while it did, which its claim's end will tell.
 */
export type Claim = 'mine' | 'handled' | 'taken';

/** Makes each delivery (event, command, press, alert) be handled once over all processes, however often it comes. */
export interface DeliveryClaims {
  /** Claims for `seconds` from now; `holder` names this attempt. */
  claim(id: string, holder: string, seconds: number): Promise<Claim>;
  /** Notes that it was handled; for `keptSeconds` further claims find it so. */
  handled(id: string, holder: string, keptSeconds: number): Promise<void>;
  /** Gives it back, so that the next delivery is handled. */
  release(id: string, holder: string): Promise<void>;
}

/** A time in which no bot could work. JSON-serialisable. */
export interface Absence {
  /** RFC 3339: the last sign of life before it, and the first after it. */
  readonly from: string;
  readonly to: string;
  /** How many alerts began in it, as far as their sources have sent them since. */
  readonly alerts: number;
  /** True while sources may still send some: they repeat what they could not deliver. */
  readonly isCounting: boolean;
}

/** What all bots of a team keep together of their being there. */
export interface Presence {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'here';
  /** RFC 3339: the newest sign of life of any of them. */
  readonly aliveAt: string;
  /** The newest absence, while it is told and its alerts are counted. */
  readonly absence?: Pick<Absence, 'from' | 'to'>;
}

import type { InvestigationRecord } from './investigation-store.ts';

/** Investigations over many threads, newest first. */
export interface InvestigationHistory {
  /** `component` matches what was asked about and the likeliest cause's place. At most `limit`; empty when there is none. */
  recent(
    teamId: string,
    filter: {
      readonly channel?: string;
      readonly component?: string;
      readonly status?: InvestigationRecord['status'];
      readonly askedBy?: string;
      readonly limit: number;
    },
  ): Promise<readonly InvestigationRecord[]>;
}

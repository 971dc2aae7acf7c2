/** Work that is done later, once, whatever becomes of this process. */
export interface DurableJobs {
  /** Does `name` with `payload` after `seconds`; nothing when a job of this id was accepted before. */
  later(id: string, name: string, payload: string, seconds: number): Promise<void>;
}

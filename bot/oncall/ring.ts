import { SreError } from '../domain/errors.ts';
import { harmless } from '../domain/incident.ts';
import type { Page } from '../domain/page.ts';
import type { Board } from '../ports/board.ts';
import type { DurableJobs } from '../ports/durable-jobs.ts';
import type { PhoneService } from '../ports/phone-service.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';

export const RING = 'ring';

const PATIENCE_MS = 10_000;

export interface RingDeps {
  readonly service: PhoneService;
  readonly pages: RecordStore<Page>;
  readonly board: Board;
  readonly jobs: DurableJobs;
  readonly redaction: Redaction;
}

/** Keeps a service that rings phones in step with the calls in Slack. */
export interface Ring {
  /** To be told of every change of a page; does the rest later. Throws SreError `unavailable` where it cannot be put off. */
  changed(page: Page): Promise<void>;
  /**
   * The job `ring`, with a page's id: brings the service to where the page stands now. A failure is told in the page's
   * thread, once, and thrown, so that it is tried again.
   */
  bring(id: string): Promise<void>;
}

/** Rings where somebody is mentioned, and says there who has it and when it is over. */
export function createRing({ service, pages, board, jobs, redaction }: RingDeps): Ring {
  const place = ({ channel, threadTs, openedAt }: Page) => ({ channel, threadTs, since: openedAt });

  async function inStep(page: Page): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const given = page.handedOver ?? 0;
    // A call that was handed over begins anew there: one that somebody had would ring nobody again.
    if (given > 0) await service.resolve(keyOf(page, given - 1), signal);
    const key = keyOf(page, given);
    if (page.state === 'over') return service.resolve(key, signal);
    if (page.state === 'acknowledged') return service.acknowledge(key, page.owner ?? 'somebody in Slack', signal);
    const { severity, service: about } = page;
    const reason = await redaction.of(`page:${page.id}`).redact(harmless(page.reason));
    await service.ring({ key, reason, severity, ...(about && { service: about }) }, signal);
  }

  return {
    async changed(page) {
      if (!page.calls.some(({ mentioned }) => mentioned)) return;
      const now = `${page.state}:${page.handedOver ?? 0}:${page.owner ?? ''}`;
      await jobs.later(`${RING}:${page.id}:${now}`, RING, page.id, 0);
    },
    async bring(id) {
      const page = await pages.find(id);
      if (page === undefined) return;
      try {
        await inStep(page);
      } catch (error) {
        const lasts = error instanceof SreError && !error.retryable;
        const rings = page.state === 'waiting' || page.state === 'unanswered';
        const text = `${service.name} did not take this call${rings ? ', so no phone rings' : ', so it may still ring'}. ${lasts ? 'It refuses my key or my words: whoever runs the bot has to look.' : 'I try again for an hour.'}`;
        if (page.threadTs !== '')
          await board.put(place(page), page.id, `ring-failed:${page.state}`, { kind: 'note', text });
        throw error;
      }
    },
  };
}

/** `page-…`, by which a notice of that service about our own call is known again. */
function keyOf(page: Page, given: number): string {
  return given === 0 ? page.id : `${page.id}-${given}`;
}

import { type Core, seconds } from '../core/core.ts';
import { post } from '../core/messages.ts';

/** Posts scheduled messages when their time has come; returns the function that ends it. */
export function startSchedule(core: Core): () => void {
  const timer = setInterval(() => {
    for (const scheduled of core.store.scheduled.list()) {
      if (scheduled.postAt > seconds(core)) continue;
      core.store.scheduled.remove(scheduled.id);
      const channel = core.store.channels.get(scheduled.channel);
      if (channel !== undefined) post(core, channel, scheduled.message);
    }
  }, 500);
  return () => clearInterval(timer);
}

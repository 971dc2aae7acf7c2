import type { Logger } from 'pino';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import { isPlaceGone, slackCode } from './transport/call.ts';
import type { Poster, Unless } from './transport/poster.ts';
import { endElsewhere } from './views/failure.ts';
import type { SlackMessage } from './views/message.ts';

/** Where an end was told: where it was asked, to the asker alone, in the channel without its thread, or not at all. */
export type EndPlace = 'thread' | 'direct' | 'channel' | 'nowhere';

export interface EndPoster {
  /**
   * Posts the end of an investigation where it was asked or, where that is gone or closed to the bot, to the asker alone.
   * `unless` is asked at the last moment; where it says so it is told nowhere. Throws SreError where nobody can be told.
   */
  post(
    request: InvestigationRequest,
    threadTs: string | undefined,
    key: string,
    draw: () => SlackMessage,
    unless?: Unless,
  ): Promise<EndPlace>;
}

/** A thread may be deleted, a channel archived, and the bot put out of it, while it looks. */
export function createEndPoster(deps: {
  readonly poster: Pick<Poster, 'once'>;
  readonly log?: Pick<Logger, 'warn'>;
}): EndPoster {
  return {
    async post(request, threadTs, key, draw, unless) {
      const { channel } = request.thread;
      const since = request.askedAt;
      const post = (suffix: string, place: { channel: string; threadTs?: string }, render: () => SlackMessage) =>
        deps.poster.once(request.id, () => [`${key}${suffix}`], { ...place, since }, render, unless);
      try {
        const told = await post('', { channel, ...(threadTs !== undefined && { threadTs }) }, draw);
        return told === undefined ? 'nowhere' : 'thread';
      } catch (error) {
        if (!isPlaceGone(error)) throw error;
        const why = slackCode(error) ?? '';
        deps.log?.warn({ investigation: request.id, why }, 'an end is told elsewhere');
        const elsewhere = () => endElsewhere(draw(), request, why);
        if (request.askedBy.slackUserId !== SYSTEM_ACTOR.userId) {
          await post('-direct', { channel: request.askedBy.slackUserId }, elsewhere);
          return 'direct';
        }
        await post('-channel', { channel }, elsewhere);
        return 'channel';
      }
    },
  };
}

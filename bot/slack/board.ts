import { SreError } from '../domain/errors.ts';
import type { Board, Notice } from '../ports/board.ts';
import { createPoster, type PosterDeps } from './transport/poster.ts';
import { absenceMessage } from './views/absence.ts';
import { actionMessage } from './views/action.ts';
import { alertGroupMessage } from './views/alert-group.ts';
import { incidentMessage } from './views/declared-incident.ts';
import type { SlackMessage } from './views/message.ts';
import { noteMessage } from './views/note.ts';
import { callMessage, pageMessage } from './views/page.ts';

/** The board in Slack; see the port for what is promised. */
export function createSlackBoard(deps: PosterDeps): Board {
  const poster = createPoster(deps);
  return {
    async put(place, scope, key, notice) {
      const content = draw(notice, place.channel);
      let fresh = false;
      const message = await poster.once(
        scope,
        () => [key],
        place,
        () => {
          fresh = true;
          return content;
        },
      );
      if (message === undefined) throw new SreError('internal', 'a notice was neither posted nor found');
      if (!fresh && notice.kind !== 'note') await poster.edit(message, content);
      return message;
    },
  };
}

function draw(notice: Notice, channel: string): SlackMessage {
  switch (notice.kind) {
    case 'alert-group':
      return alertGroupMessage(notice.group);
    case 'page':
      return pageMessage(notice.page);
    case 'call':
      return callMessage(notice.page, notice.index);
    case 'incident':
      return incidentMessage(notice.incident, channel);
    case 'action':
      return actionMessage(notice.action);
    case 'absence':
      return absenceMessage(notice.absence);
    case 'note':
      return noteMessage(notice.text);
  }
}

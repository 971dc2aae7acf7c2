import type { Answer } from '../../domain/answer.ts';
import { causeInWords } from '../../wording/causes.ts';
import { confidenceInWords } from '../answer-text.ts';
import { actionInWords, type Story } from './story.ts';

const OTHERS_ASKED = 2;
const SURE = 0.85;

/** What is still to be answered, each question with the fact that raises it. Empty when nothing is open. */
export function openQuestions(story: Story, answer: Answer | undefined): readonly string[] {
  const [best, ...others] = answer?.hypotheses ?? [];
  const firing = story.groups.flatMap(({ members }) =>
    Object.values(members).flatMap(({ name, status }) => (status === 'firing' ? [name] : [])),
  );
  return [
    ...(best === undefined ? ['What was the cause? None was established.'] : []),
    ...(best !== undefined && best.confidence < SURE
      ? [`Was it ${best.component}: ${causeInWords(best.cause)}? It is ${confidenceInWords(best.confidence)}, no more.`]
      : []),
    ...others
      .slice(0, OTHERS_ASKED)
      .map(
        ({ component, cause, confidence }) =>
          `Can ${component}: ${causeInWords(cause)} be ruled out? It is ${confidenceInWords(confidence)}.`,
      ),
    ...(answer?.unknown ?? []).map((what) => `What would have been seen there? Not seen: ${what}`),
    ...(firing.length > 0
      ? [`Why do alerts still fire? ${firing.length} do: ${[...new Set(firing)].slice(0, 5).join(', ')}.`]
      : []),
    ...story.pages.flatMap(({ state, reason }) =>
      state === 'acknowledged'
        ? []
        : [`Why did nobody answer the call for help "${reason}"? It is ${state === 'waiting' ? 'still open' : state}.`],
    ),
    ...story.actions.flatMap((action) => {
      const what = actionInWords(action);
      if (action.state === 'failed') return [`What was done instead? ${what} failed: ${action.outcome ?? ''}`];
      if (action.state === 'expired') return [`Was it needed? ${what} was proposed and nobody approved it in time.`];
      if (action.state === 'refused') return [`What was done instead? ${what} was refused.`];
      return action.state === 'proposed' ? [`Is it still needed? ${what} waits for an approval.`] : [];
    }),
    ...(story.incident?.state === 'open' ? ['When was it over? The incident is still open.'] : []),
  ];
}

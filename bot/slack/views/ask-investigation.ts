import type { types } from '@slack/bolt';
import { componentOf, parseTarget, type Target } from '../../domain/target.ts';
import { DEFAULT_SINCE_SECONDS } from '../commands/window.ts';
import { choiceIn, type FilledIn, textIn } from '../filled-in.ts';
import { VIEWS } from './action-ids.ts';
import { plain } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { literalLine } from './text.ts';
import { spanInWords, targetInWords } from './wording.ts';

const WINDOWS = [900, 3_600, 6 * 3_600, 86_400, 3 * 86_400, 7 * 86_400];
/** Slack takes 100 options; one is for the whole system. */
const MOST_TARGETS = 99;
const LONGEST_QUESTION = 1_000;
const WHOLE = 'whole-system';

/** Asks what to look into, since when, and what is wrong. `metadata` comes back with the form. */
export function askInvestigationView(targets: readonly Target[], metadata: string): types.ModalView {
  const options = targets
    // What is chosen comes back by its value, which has to be the name itself.
    .filter((target) => literalLine(componentOf(target), 150) === componentOf(target))
    .slice(0, MOST_TARGETS)
    .map((target) => ({ text: plain(targetInWords(target), 75), value: componentOf(target) }));
  const whole = { text: plain('The whole system', 75), value: WHOLE };
  const windows = WINDOWS.map((seconds) => ({
    text: plain(`the last ${spanInWords(seconds)}`, 75),
    value: `${seconds}`,
  }));
  return {
    type: 'modal',
    callback_id: VIEWS.investigate,
    private_metadata: metadata,
    title: plain('Investigate', LIMITS.viewTitle),
    submit: plain('Look into it', LIMITS.viewButton),
    close: plain('Cancel', LIMITS.viewButton),
    blocks: [
      {
        type: 'input',
        block_id: 'target',
        label: plain('What to look into', 100),
        element: {
          type: 'static_select',
          action_id: 'chosen',
          options: [whole, ...options],
          initial_option: whole,
        },
      },
      {
        type: 'input',
        block_id: 'since',
        label: plain('How far back', 100),
        element: {
          type: 'static_select',
          action_id: 'chosen',
          options: windows,
          initial_option: windows[WINDOWS.indexOf(DEFAULT_SINCE_SECONDS)],
        },
      },
      {
        type: 'input',
        block_id: 'question',
        optional: true,
        label: plain('What is wrong?', 100),
        element: {
          type: 'plain_text_input',
          action_id: 'text',
          max_length: LONGEST_QUESTION,
          placeholder: plain('checkout is slow', LIMITS.placeholder),
        },
      },
    ],
  };
}

/** Reads the sent form. */
export function readAsked(values: FilledIn): {
  readonly target?: Target;
  readonly sinceSeconds: number;
  readonly question: string;
} {
  const chosen = (field: string) => choiceIn(values, field, 'chosen') ?? '';
  const target = chosen('target') === WHOLE ? undefined : parseTarget(chosen('target'));
  const since = Number(chosen('since'));
  return {
    ...(target && { target }),
    sinceSeconds: WINDOWS.includes(since) ? since : DEFAULT_SINCE_SECONDS,
    question: textIn(values, 'question', 'text', LONGEST_QUESTION),
  };
}

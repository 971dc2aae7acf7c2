import type { types } from '@slack/bolt';
import { ACTIONS, VIEWS } from './action-ids.ts';
import { actions, type Block, button, plain } from './blocks.ts';

/** Was this right? As Slack's own feedback buttons, or as two plain ones where a workspace does not know those. */
export function feedback(investigation: string, native: boolean): Block {
  if (!native) {
    return actions(
      button('👍 Right', ACTIONS.helpful, investigation, { label: 'The cause was right' }),
      button('👎 Wrong', ACTIONS.notHelpful, investigation, { label: 'The cause was wrong' }),
    );
  }
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: ACTIONS.feedback,
        positive_button: {
          text: plain('Right', 75),
          accessibility_label: 'The cause was right',
          value: `helpful:${investigation}`,
        },
        negative_button: {
          text: plain('Wrong', 75),
          accessibility_label: 'The cause was wrong',
          value: `not-helpful:${investigation}`,
        },
      },
    ],
  };
}

/** Asks what the cause was in truth. `metadata` comes back with the form. */
export function correctionView(metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.correction,
    private_metadata: metadata,
    title: plain('What was it really?', 24),
    submit: plain('Send', 24),
    close: plain('Skip', 24),
    blocks: [
      {
        type: 'input',
        block_id: 'cause',
        label: plain('The real cause, as far as you know', 2_000),
        hint: plain('It is remembered for the next investigation of this component.', 2_000),
        element: { type: 'plain_text_input', action_id: 'text', multiline: true, max_length: 1_000 },
      },
    ],
  };
}

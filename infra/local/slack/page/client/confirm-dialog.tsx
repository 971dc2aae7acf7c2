import { Dialog } from './dialog.tsx';
import { Markup } from './text.tsx';
import type { TextObject } from './types.ts';

export interface Confirmation {
  readonly title: TextObject;
  readonly text: TextObject;
  readonly confirm?: TextObject;
  readonly deny?: TextObject;
  readonly style?: 'primary' | 'danger';
}

export function ConfirmDialog(props: { confirmation: Confirmation; onAnswer: (yes: boolean) => void }) {
  const { title, text, confirm, deny, style } = props.confirmation;
  return (
    <Dialog title={title.text} testId="confirm-dialog" small onClose={() => props.onAnswer(false)}>
      <div className="dialog-body">{text.type === 'mrkdwn' ? <Markup text={text.text} /> : <p>{text.text}</p>}</div>
      <footer className="dialog-foot">
        <button type="button" className="button" data-testid="confirm-no" onClick={() => props.onAnswer(false)}>
          {deny?.text ?? 'Cancel'}
        </button>
        <button
          type="button"
          className={`button ${style === 'danger' ? 'danger-fill' : 'primary'}`}
          data-testid="confirm-yes"
          onClick={() => props.onAnswer(true)}
        >
          {confirm?.text ?? 'Yes'}
        </button>
      </footer>
    </Dialog>
  );
}

import { useRef, useState } from 'react';
import { act } from './act.ts';
import { Blocks } from './blocks.tsx';
import { useDirectory, useLiveWorkspace } from './context.ts';
import { Dialog } from './dialog.tsx';
import { initialOf } from './element-values.ts';
import type { Block, Values, View } from './types.ts';
import { type ElementFields, ElementsOf } from './use-elements.tsx';

type Outcome =
  | { kind: 'done' }
  | { kind: 'errors'; errors: Record<string, string> }
  | { kind: 'failed'; message: string };

/** The topmost modal of the app. */
export function Modal({ view }: { view: View }) {
  const workspace = useLiveWorkspace();
  const { notify } = useDirectory();
  const values = useRef<Values>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [trouble, setTrouble] = useState<string>();
  const [sending, setSending] = useState(false);

  const submit = async () => {
    const all = filledIn(view.blocks, values.current);
    const missing = unfilled(view.blocks, all);
    setErrors(missing);
    setTrouble(undefined);
    if (Object.keys(missing).length > 0) return;
    setSending(true);
    try {
      const outcome = await act<Outcome>('submit', { user: workspace.me, viewId: view.id, values: all });
      if (outcome.kind === 'errors') setErrors(outcome.errors);
      if (outcome.kind === 'failed') setTrouble(outcome.message);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(false);
    }
  };
  const close = () => void act('close', { user: workspace.me });

  return (
    <Dialog title={view.title.text} testId="modal" onClose={close}>
      <form
        className="modal-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="dialog-body">
          {trouble !== undefined && (
            <p className="input-error" role="alert">
              {trouble}
            </p>
          )}
          <ElementsOf
            place={{ kind: 'view', viewId: view.id }}
            errors={errors}
            onValues={(filled) => {
              values.current = filled;
            }}
          >
            <Blocks blocks={view.blocks} />
          </ElementsOf>
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" data-testid="modal-cancel" onClick={close}>
            {view.close?.text ?? (view.submit === null ? 'Close' : 'Cancel')}
          </button>
          {view.submit !== null && (
            <button
              type="submit"
              className="button primary"
              data-testid="modal-submit"
              disabled={sending || view.submit_disabled}
            >
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

const inputsOf = (blocks: readonly Block[]) => blocks.filter((block) => block.type === 'input');

/** Every input's value: what was typed, or what it began with. */
function filledIn(blocks: readonly Block[], typed: Values): Values {
  const all: Record<string, Record<string, unknown>> = { ...typed };
  for (const block of inputsOf(blocks)) {
    const element = block.element as ElementFields;
    const [blockId, actionId] = [block.block_id ?? '', element.action_id ?? ''];
    all[blockId] = { [actionId]: { type: element.type, ...initialOf(element) }, ...typed[blockId] };
  }
  return all;
}

/** Inputs that must be filled and are not, with the words for it. */
function unfilled(blocks: readonly Block[], values: Values): Record<string, string> {
  const missing: Record<string, string> = {};
  for (const block of inputsOf(blocks)) {
    if (block.optional === true) continue;
    const element = block.element as ElementFields;
    const { type: _type, ...held } = (values[block.block_id ?? '']?.[element.action_id ?? ''] ?? {}) as Record<
      string,
      unknown
    >;
    const empty = Object.values(held).every(
      (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
    );
    if (empty) missing[block.block_id ?? ''] = 'Please complete this required field.';
  }
  return missing;
}

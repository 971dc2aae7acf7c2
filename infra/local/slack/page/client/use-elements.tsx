import { createContext, type ReactNode, useContext, useState } from 'react';
import { act } from './act.ts';
import { type Confirmation, ConfirmDialog } from './confirm-dialog.tsx';
import { useDirectory } from './context.ts';
import type { Place, Values } from './types.ts';

export interface ElementFields {
  readonly type: string;
  readonly action_id?: string;
  readonly confirm?: Confirmation;
  readonly [field: string]: unknown;
}

interface Elements {
  readonly values: Values;
  readonly errors: Readonly<Record<string, string>>;
  readonly busy: string | undefined;
  readonly place: Place;
  /** Keeps what an input holds, without telling the bot. */
  readonly fill: (blockId: string, element: ElementFields, value: Record<string, unknown>) => void;
  /** Tells the bot, after the confirmation where the element wants one. */
  readonly use: (blockId: string, element: ElementFields, chosen?: Record<string, unknown>) => void;
}

const ElementsContext = createContext<Elements | undefined>(undefined);

export function useElements(): Elements {
  const elements = useContext(ElementsContext);
  if (elements === undefined) throw new Error('an element stands outside a message or view');
  return elements;
}

/** The interactive elements of one message or view, with what they hold. */
export function ElementsOf(props: {
  place: Place;
  errors?: Readonly<Record<string, string>>;
  onValues?: (values: Values) => void;
  children: ReactNode;
}) {
  const directory = useDirectory();
  const { notify } = directory;
  const [values, setValues] = useState<Values>({});
  const [busy, setBusy] = useState<string>();
  const [asking, setAsking] = useState<{ confirmation: Confirmation; go: () => void }>();

  const filled = (blockId: string, element: ElementFields, value: Record<string, unknown>): Values => ({
    ...values,
    [blockId]: { ...values[blockId], [element.action_id ?? '']: { type: element.type, ...value } },
  });
  const keep = (next: Values) => {
    setValues(next);
    props.onValues?.(next);
  };

  const send = async (
    blockId: string,
    element: ElementFields,
    chosen: Record<string, unknown> | undefined,
    all: Values,
  ) => {
    const key = `${blockId}/${element.action_id}`;
    setBusy(key);
    try {
      const answer = await act<{ acknowledged: boolean }>('press', {
        user: directory.me,
        place: props.place,
        use: { blockId, actionId: element.action_id, chosen, values: all },
      });
      if (!answer.acknowledged) notify('This app did not respond. Try again, or see whether it is running.');
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(undefined);
    }
  };

  const elements: Elements = {
    values,
    errors: props.errors ?? {},
    busy,
    place: props.place,
    fill: (blockId, element, value) => keep(filled(blockId, element, value)),
    use: (blockId, element, chosen) => {
      const go = () => {
        const all = chosen === undefined ? values : filled(blockId, element, chosen);
        if (chosen !== undefined) keep(all);
        if (typeof element.url === 'string') window.open(element.url, '_blank', 'noopener');
        void send(blockId, element, chosen, all);
      };
      if (element.confirm === undefined) go();
      else setAsking({ confirmation: element.confirm, go });
    },
  };
  return (
    <ElementsContext.Provider value={elements}>
      {props.children}
      {asking && (
        <ConfirmDialog
          confirmation={asking.confirmation}
          onAnswer={(yes) => {
            setAsking(undefined);
            if (yes) asking.go();
          }}
        />
      )}
    </ElementsContext.Provider>
  );
}

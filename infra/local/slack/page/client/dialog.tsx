import { type ReactNode, useEffect, useRef } from 'react';

/** A modal window over the page; Escape and the backdrop close it. */
export function Dialog(props: {
  title: string;
  testId: string;
  small?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it through onCancel
    <dialog
      ref={ref}
      className={props.small ? 'dialog small' : 'dialog'}
      data-testid={props.testId}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) props.onClose();
      }}
    >
      <div className="dialog-frame">
        <header className="dialog-head">
          <h2>{props.title}</h2>
          <button
            type="button"
            className="icon"
            aria-label="Close"
            data-testid={`${props.testId}-close`}
            onClick={props.onClose}
          >
            ✕
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

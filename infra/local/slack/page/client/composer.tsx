import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { act } from './act.ts';
import { useDirectory, useLiveWorkspace } from './context.ts';
import { type Suggestion, suggestionsFor } from './suggestions.ts';

/** Where a person types: messages, mentions and slash commands. */
export function Composer(props: { channel: string; threadTs?: string; label: string; testId: string }) {
  const workspace = useLiveWorkspace();
  const { notify } = useDirectory();
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [picked, setPicked] = useState(0);
  const [closed, setClosed] = useState(false);
  const onItsWay = useRef<Promise<unknown>>(Promise.resolve());
  const area = useRef<HTMLTextAreaElement>(null);
  const suggestions = closed ? [] : suggestionsFor(workspace, text, caret);
  const active = Math.min(picked, suggestions.length - 1);

  const change = (value: string, at: number) => {
    setText(value);
    setCaret(at);
    setPicked(0);
    setClosed(false);
  };
  const complete = (suggestion: Suggestion) => {
    const value = `${text.slice(0, suggestion.from)}${suggestion.insert} ${text.slice(caret)}`;
    const at = suggestion.from + suggestion.insert.length + 1;
    // Drawn at once, so that the next key already meets the caret behind what was completed.
    flushSync(() => {
      change(value, at);
      setClosed(true);
    });
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
  };
  // What is sent while the last message is still on its way waits for it: nothing typed is dropped, and the order holds.
  const send = () => {
    const typed = text.trim();
    if (typed === '') return;
    change('', 0);
    const sent = { user: workspace.me, channel: props.channel, text: typed, threadTs: props.threadTs };
    onItsWay.current = onItsWay.current
      .then(() => act(typed.startsWith('/') ? 'command' : 'say', sent))
      .catch((error: unknown) => {
        setText((now) => (now === '' ? typed : `${typed}\n${now}`));
        notify(error instanceof Error ? error.message : String(error));
      })
      .finally(() => area.current?.focus());
  };

  return (
    <div className="composer">
      {suggestions.length > 0 && (
        <div className="menu suggestions" role="listbox" data-testid="suggestions">
          {suggestions.map((suggestion, index) => (
            <button
              key={suggestion.insert}
              type="button"
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => complete(suggestion)}
            >
              <strong>{suggestion.insert}</strong> <span>{suggestion.note}</span>
            </button>
          ))}
        </div>
      )}
      <div className="composer-box">
        <textarea
          ref={area}
          rows={Math.min(8, text.split('\n').length)}
          aria-label={props.label}
          placeholder={props.label}
          data-testid={props.testId}
          value={text}
          onChange={(event) => change(event.target.value, event.target.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const chosen = suggestions[active];
            if (
              chosen !== undefined &&
              (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !chosen.complete))
            ) {
              event.preventDefault();
              complete(chosen);
            } else if (chosen !== undefined && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
              event.preventDefault();
              const step = event.key === 'ArrowDown' ? 1 : suggestions.length - 1;
              setPicked((active + step) % suggestions.length);
            } else if (event.key === 'Escape') setClosed(true);
            else if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault();
              send();
            }
          }}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          data-testid={`${props.testId}-send`}
          disabled={text.trim() === ''}
          onClick={send}
        >
          <svg width="18" height="18" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
            <path d="M3 20.500 21.500 12 3 3.500l2.500 7 8 1.500-8 1.500z" />
          </svg>
        </button>
      </div>
      <p className="composer-hint">
        <b>Enter</b> sends, <b>Shift Enter</b> makes a new line{props.threadTs === undefined && ', / for commands'}
      </p>
    </div>
  );
}

import { Blocks } from './blocks.tsx';
import { Markup } from './text.tsx';
import type { Attachment } from './types.ts';

const named: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };

/** Legacy attachments: a coloured bar beside text, fields or blocks. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  return attachments.map((attachment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no identity of their own
    <div key={index} className="attachment" style={{ borderColor: colorOf(attachment.color) }}>
      {attachment.pretext && <Markup text={attachment.pretext} />}
      {attachment.title && <strong>{attachment.title}</strong>}
      {attachment.text && <Markup text={attachment.text} />}
      {attachment.fields?.map((field) => (
        <div key={`${field.title} ${field.value}`} className="attachment-field">
          <strong>{field.title}</strong> <Markup text={field.value ?? ''} />
        </div>
      ))}
      {attachment.blocks && <Blocks blocks={attachment.blocks} />}
      {attachment.footer && <small className="faint">{attachment.footer}</small>}
    </div>
  ));
}

function colorOf(color: string | undefined): string {
  if (color === undefined) return '#dddddd';
  return named[color] ?? (color.startsWith('#') ? color : `#${color}`);
}

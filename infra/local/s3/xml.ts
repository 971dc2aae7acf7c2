/** Content of an element: text, a number, a flag, nested elements, or several of the same name. */
export type XmlContent = string | number | boolean | XmlElements | readonly XmlContent[] | undefined;
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one: XmlContent) => element(name, one)).join('');
  if (typeof content === 'object') return `<${name}>${elements(content as XmlElements)}</${name}>`;
  return `<${name}>${String(content).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)}</${name}>`;
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .map(([name, one]) => element(name, one))
    .join('');
}

/** An S3 answer: one root element in S3's namespace. An absent content leaves its element out. */
export function xmlDocument(root: string, content: XmlElements): string {
  const open = root === 'Error' ? '<Error>' : `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${elements(content)}</${root}>`;
}

/** The texts of every element of this name, in a small and flat document such as a Delete request. */
export function xmlTexts(document: string, name: string): string[] {
  const found = document.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'));
  return [...found].map(([, text = '']) =>
    text.replace(/&(amp|lt|gt|quot|apos);/g, (entity) => {
      return Object.entries(ENTITIES).find(([, escaped]) => escaped === entity)?.[0] ?? entity;
    }),
  );
}

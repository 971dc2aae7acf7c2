import type { Core } from './core.ts';

/** The file as the Web API shows it; nothing when it is unknown. */
export function fileJson(core: Core, id: string): Record<string, unknown> | undefined {
  const file = core.store.files.get(id);
  if (file === undefined) return undefined;
  const link = `${core.url()}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimeType,
    filetype: file.name.includes('.') ? file.name.split('.').at(-1) : 'text',
    pretty_type: file.mimeType,
    user: file.user,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: true,
    url_private: link,
    url_private_download: `${link}?download=1`,
    permalink: link,
    channels: file.channels,
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
  };
}

import type { FileShown } from './types.ts';

/** The files of a message: pictures as such, others as a link. */
export function Files({ files }: { files: readonly FileShown[] }) {
  if (files.length === 0) return null;
  return (
    <div className="files">
      {files.map((file) =>
        file.mimetype.startsWith('image/') ? (
          <figure key={file.id}>
            <figcaption>{file.title}</figcaption>
            <a href={file.url_private} target="_blank" rel="noopener noreferrer">
              <img src={file.url_private} alt={file.alt_txt ?? file.title} loading="lazy" />
            </a>
          </figure>
        ) : (
          <a key={file.id} className="file" href={file.url_private} target="_blank" rel="noopener noreferrer">
            <strong>{file.title}</strong>
            <small>
              {file.name} · {Math.max(1, Math.round(file.size / 1024))} KB
            </small>
          </a>
        ),
      )}
    </div>
  );
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Core } from '../core/core.ts';
import { maxUploadBytes } from './content-types.ts';

/** Serves upload addresses and the files themselves. */
export function registerFiles(app: FastifyInstance, core: Core): void {
  app.post('/upload/v1/:id', { bodyLimit: maxUploadBytes }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const file = core.store.files.get(id);
    if (file?.state !== 'awaiting-upload') return reply.status(404).send('unknown upload');
    const bytes = await uploadedBytes(request);
    if (bytes === undefined || bytes.length === 0) return reply.status(400).send('no bytes');
    core.fileContents.put(id, bytes);
    core.store.files.put(id, { ...file, size: bytes.length, state: 'uploaded' });
    return reply.type('text/plain').send(`OK - ${bytes.length}`);
  });

  app.get('/files-pri/:id/:name', async (request, reply) => {
    const { id } = request.params as { id: string };
    const file = core.store.files.get(id);
    const bytes = file?.state === 'complete' ? core.fileContents.get(id) : undefined;
    if (file === undefined || bytes === undefined) return reply.status(404).send('no such file');
    const download = (request.query as { download?: string }).download === '1';
    // Never HTML or SVG of an upload in the page's own origin.
    const inline = !download && /^(image\/(?!svg)|text\/plain)/.test(file.mimeType);
    return reply
      .header(
        'content-disposition',
        `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      )
      .header('x-content-type-options', 'nosniff')
      .type(file.mimeType)
      .send(bytes);
  });
}

/** The bytes of a raw or a multipart body: the first file part of the latter. */
async function uploadedBytes(request: FastifyRequest): Promise<Buffer | undefined> {
  if (!Buffer.isBuffer(request.body)) return typeof request.body === 'string' ? Buffer.from(request.body) : undefined;
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return request.body;
  const form = await new Response(new Uint8Array(request.body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const part of form.values()) if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  return undefined;
}

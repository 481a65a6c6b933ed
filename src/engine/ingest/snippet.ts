/** The snippet for pages, in the smallest encoding that the browser takes. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../base/kernel/kernel.ts';

const encoders = { br: promisify<Buffer, Buffer>(brotliCompress), gzip: promisify<Buffer, Buffer>(gzip) };
type Encoding = keyof typeof encoders;
const encodings = Object.keys(encoders) as Encoding[];

/** The file is read at each request, since a build may replace it; it is encoded once. */
export function serveSnippet(app: FastifyInstance, file: string): void {
  const known = new Map<Encoding, { script: Buffer; encoded: Promise<Buffer> }>();
  const encodedAs = (encoding: Encoding, script: Buffer): Promise<Buffer> => {
    const last = known.get(encoding);
    if (last?.script.equals(script)) return last.encoded;
    const encoded = encoders[encoding](script);
    known.set(encoding, { script, encoded });
    return encoded;
  };
  app.get('/s.js', async (request, reply) => {
    const script = await readFile(file).catch(() => null);
    if (script === null) throw new ApiError('not_found', 'the snippet is not built; npm start builds it');
    const encoding = encodingFor(request.headers['accept-encoding']);
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .header('vary', 'accept-encoding');
    if (encoding === null) return reply.send(script);
    return reply.header('content-encoding', encoding).send(await encodedAs(encoding, script));
  });
}

/** The first of ours that a browser takes; null where it takes none. A weight of 0 refuses one. */
function encodingFor(accepted: string | string[] | undefined): Encoding | null {
  const taken = [accepted ?? '']
    .flat()
    .join(',')
    .split(',')
    .map((one) =>
      one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=\s*/),
    )
    .filter(([, weight]) => weight === undefined || Number(weight) > 0)
    .map(([name]) => name);
  return encodings.find((encoding) => taken.includes(encoding)) ?? null;
}

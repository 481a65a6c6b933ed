/** Request bodies: decoded by what they are, not by what their headers say. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import sjson from 'secure-json-parse';
import { ApiError, limits } from '../../base/kernel/kernel.ts';

type Decoder = (body: Buffer) => Promise<Buffer>;

const options = { maxOutputLength: limits.bodyBytesMax };
const asGzip: Decoder = (body) => promisify<Buffer, typeof options, Buffer>(gunzip)(body, options);
const asZlib: Decoder = (body) => promisify<Buffer, typeof options, Buffer>(inflate)(body, options);
const asRawDeflate: Decoder = (body) => promisify<Buffer, typeof options, Buffer>(inflateRaw)(body, options);
const asBrotli: Decoder = (body) =>
  promisify<Buffer, typeof options, Buffer>(brotliDecompress)(body, options);

/** By the name of the encoding: what it may really be, in the order of trying. Much that is called deflate is raw. */
const decoders = new Map<string, readonly Decoder[]>([
  ['gzip', [asGzip]],
  ['x-gzip', [asGzip]],
  ['deflate', [asZlib, asRawDeflate]],
  ['br', [asBrotli]],
]);

/** Whether a body must be decoded before it can be parsed: it says so, or begins like gzip whatever it says. */
export function isEncoded(body: Buffer, encoding: string | undefined): boolean {
  return (
    (encoding !== undefined && encoding !== '' && encoding !== 'identity') ||
    (body[0] === 0x1f && body[1] === 0x8b)
  );
}

/**
 * The decoded body; one that is plain JSON under any label is left as it is. Throws `body_too_large` beyond the limit of
 * decoded bytes, `unsupported_encoding`, `malformed_json`.
 */
export async function decodeBody(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const named = encoding?.trim().toLowerCase() || 'gzip';
  const attempts = decoders.get(named === 'identity' ? 'gzip' : named);
  for (const decode of attempts ?? []) {
    try {
      return await decode(body);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') continue;
      throw new ApiError(
        'body_too_large',
        `the body is over ${limits.bodyBytesMax} bytes when decoded; send smaller batches`,
      );
    }
  }
  if (beginsLikeJson(body)) return body;
  if (attempts === undefined) {
    throw new ApiError(
      'unsupported_encoding',
      `content-encoding "${named.slice(0, 40)}" is not supported; use gzip, deflate, br or none`,
    );
  }
  throw new ApiError('malformed_json', `the body is not valid ${named}`);
}

function beginsLikeJson(body: Buffer): boolean {
  return /^[\ufeff\s]*[[{]/.test(body.subarray(0, 64).toString('utf8'));
}

/** The text of a body in the charset that its content type names, or its byte order mark; else UTF-8. Throws `unsupported_encoding`. */
export function textOfBody(body: Buffer, contentType: string | undefined): string {
  const named = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
  const charset = markedCharset(body) ?? named ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return body.toString('utf8');
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    throw new ApiError(
      'unsupported_encoding',
      `the charset "${charset.slice(0, 40)}" is unknown; send the body as UTF-8`,
    );
  }
  return decoder.decode(body);
}

function markedCharset(body: Buffer): string | null {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : null;
}

/** JSON without names that would reach a prototype. */
export interface ParsedJson {
  json: unknown;
  /** Whether there were such names: `__proto__`, or `constructor` with a `prototype`. Each was dropped with its value. */
  hasDropped: boolean;
}

/** Parses JSON. Throws `malformed_json`. */
export function parseJson(text: string): ParsedJson {
  try {
    return {
      json: sjson.parse(text, null, { protoAction: 'error', constructorAction: 'error' }),
      hasDropped: false,
    };
  } catch {
    // Such a name, or no JSON: only a second parse shows which. Few texts need it.
    return { json: withoutPrototypes(text), hasDropped: true };
  }
}

function withoutPrototypes(text: string): unknown {
  try {
    return sjson.parse(text, null, { protoAction: 'remove', constructorAction: 'remove' });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'not JSON';
    throw new ApiError('malformed_json', `the body is not valid JSON: ${why.slice(0, 120)}`);
  }
}

/** Request bodies: decoded by what they are, not by what their content type says. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import sjson from 'secure-json-parse';
import { ApiError, limits } from '../../base/kernel/kernel.ts';

const options = { maxOutputLength: limits.bodyBytesMax };
const decoders: Record<string, (body: Buffer) => Promise<Buffer>> = {
  gzip: (body) => promisify<Buffer, typeof options, Buffer>(gunzip)(body, options),
  deflate: (body) => promisify<Buffer, typeof options, Buffer>(inflate)(body, options),
  br: (body) => promisify<Buffer, typeof options, Buffer>(brotliDecompress)(body, options),
};
decoders['x-gzip'] = decoders['gzip'] as (body: Buffer) => Promise<Buffer>;

/** Whether a body must be decoded before it can be parsed: it says so, or begins like gzip whatever it says. */
export function isEncoded(body: Buffer, encoding: string | undefined): boolean {
  return (
    (encoding !== undefined && encoding !== '' && encoding !== 'identity') ||
    (body[0] === 0x1f && body[1] === 0x8b)
  );
}

/** The decoded body. Throws `body_too_large` beyond the limit of decoded bytes, `unsupported_encoding`, `malformed_json`. */
export async function decodeBody(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const named =
    encoding === undefined || encoding === '' || encoding === 'identity'
      ? 'gzip'
      : encoding.trim().toLowerCase();
  const decode = Object.hasOwn(decoders, named) ? decoders[named] : undefined;
  if (decode === undefined) {
    throw new ApiError(
      'unsupported_encoding',
      `content-encoding "${named.slice(0, 40)}" is not supported; use gzip, deflate, br or none`,
    );
  }
  try {
    return await decode(body);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ApiError(
        'body_too_large',
        `the body is over ${limits.bodyBytesMax} bytes when decoded; send smaller batches`,
      );
    }
    throw new ApiError('malformed_json', `the body is not valid ${named}`);
  }
}

/** Parses JSON; keys that would reach a prototype are dropped. Throws `malformed_json`. */
export function parseJson(body: Buffer): unknown {
  try {
    return sjson.parse(body.toString('utf8'), null, { protoAction: 'remove', constructorAction: 'remove' });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'not JSON';
    throw new ApiError('malformed_json', `the body is not valid JSON: ${why.slice(0, 120)}`);
  }
}

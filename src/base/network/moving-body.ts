/** The body of a request as it arrives, given up where it stands still. */
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ApiError, limits } from '../kernel/kernel.ts';
import { allowLongUpload } from './long-uploads.ts';

/** Yields a body while it moves, however long it takes. Throws `request_timeout` where it stands still. */
export async function* movingBody(socket: Socket, body: Readable): AsyncGenerator<Uint8Array> {
  const upload = allowLongUpload(socket);
  let timer: NodeJS.Timeout | undefined;
  const expectMore = () => {
    clearTimeout(timer);
    timer = setTimeout(() => body.destroy(stalled()), limits.importStallMsMax);
  };
  try {
    expectMore();
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      yield chunk;
      expectMore();
    }
  } finally {
    clearTimeout(timer);
    upload.end();
  }
}

const stalled = () =>
  new ApiError(
    'request_timeout',
    `the file stood still for ${limits.importStallMsMax / limits.secondMs} seconds; send it again`,
  );

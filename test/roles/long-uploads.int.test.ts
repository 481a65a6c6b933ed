/** A file may take longer to arrive than any other request: beside it, one that stands still is answered 408 as ever. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowLongUpload } from '../../src/base/network/network.ts';
import { createServer } from '../../src/roles/server.ts';
import { until } from '../support/until.ts';

const requestMsMax = 200;
let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  app = createServer(false, requestMsMax);
  app.addContentTypeParser('text/csv', (_request, body, done) => done(null, body));
  app.post('/file', async ({ raw, body }) => {
    const upload = allowLongUpload(raw.socket);
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
    upload.end();
    return { bytes };
  });
  app.post('/other', async () => ({}));
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as { port: number });
});
afterAll(async () => void (await app?.close()));

interface Talk {
  socket: Socket;
  heard(): string;
}

/** Begins a request of ten bytes and sends five. */
async function begin(path: string): Promise<Talk> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${path === '/file' ? 'text/csv' : 'application/json'}\r\nContent-Length: 10\r\n\r\nabcde`,
  );
  return { socket, heard: () => text };
}

test('an upload outlives the time of a request', async () => {
  const upload = await begin('/file');
  for (let times = 0; times < 2; times++) {
    const other = await begin('/other');
    await until('the other request is given up', () => other.heard().startsWith('HTTP/1.1 408'));
  }
  expect(upload.heard()).toBe('');
  upload.socket.write('fghij');
  await until('the upload is answered', () => upload.heard().includes('{"bytes":10}'));
  // The connection serves on, and its next request has the usual time.
  upload.socket.write(
    'POST /other HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\nabcde',
  );
  await until('the next request is given up', () => upload.heard().includes('HTTP/1.1 408'));
  upload.socket.destroy();
});

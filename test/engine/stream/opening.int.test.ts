/** A stream that is being opened: it is open once its doors are connected. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

/** The way to a Redis on which only the first connection comes through, until the others are let through. */
async function startGate(store: string) {
  const { port, hostname } = new URL(store);
  const sockets = new Set<Socket>();
  const held: Socket[] = [];
  let isOpen = false;
  const pass = (socket: Socket) => {
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => socket.destroy());
    sockets.add(upstream);
    socket.pipe(upstream).pipe(socket);
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
    if (isOpen || sockets.size === 1) pass(socket);
    else held.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(store);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    held: () => held.length,
    open: () => {
      isOpen = true;
      for (const socket of held.splice(0)) pass(socket);
    },
  };
}

test.each([
  ['its door', 0],
  ['its door and that of events that replicas confirm', 1],
])('whoever has it may send at once: %s', async (_what, replicasAck) => {
  const redis = await startTestRedis();
  onTestFinished(redis.stop);
  const own = new Redis(redis.url);
  onTestFinished(() => own.disconnect());
  const gate = await startGate(redis.url);
  const opening = openStream({ url: gate.url, partitions: 2, replicasAck, onError: () => undefined });
  await until('it is laid out, and the others wait', async () => {
    const isRead = String(await own.client('LIST'))
      .split('\n')
      .some((line) => line.includes('cmd=hmget'));
    return isRead && gate.held() >= 2;
  });
  gate.open();
  const stream = await opening;
  onTestFinished(stream.close);
  const appended = stream.appender.append([{ partition: 0, field: 'e', json: '{}' }]);
  await expect(stream.ingestKeys.publish('[]')).resolves.toBeUndefined();
  if (replicasAck === 0) await appended;
  // It was written: no replica is there to confirm it.
  else await expect(appended).rejects.toMatchObject({ code: 'replicas_behind' });
});

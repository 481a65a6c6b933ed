/**
 * More listening sockets on the port of a server, on Linux. The event loop accepts one connection a turn from each socket, and a busy
 * loop has some fifty turns a second. With one socket a thousand new clients would wait for twenty seconds. The kernel spreads
 * new connections over the sockets of a port.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, createServer, Server as NetServer, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { limits } from '../base/kernel/kernel.ts';

/** Whether several sockets may listen on one port: all of them have to say so. */
export const canShare = process.platform === 'linux';

const socketsOf = new WeakMap<Server, NetServer[]>();

/** Adds the sockets to a server that listens with `reusePort`, on each of its addresses: `localhost` has two. Where a kernel refuses more, it has fewer. */
export async function listenMore(app: FastifyInstance): Promise<void> {
  if (!canShare) return;
  const { server } = app;
  const sockets: NetServer[] = [];
  socketsOf.set(server, sockets);
  const serve = (socket: Socket) => server.emit('connection', socket);
  for (const { address: host, port } of app.addresses() as AddressInfo[]) {
    for (let more = 1; more < limits.listeningSockets; more++) {
      // As those of the server itself are.
      const socket = createServer({ allowHalfOpen: true, noDelay: true }, serve);
      socket.listen({ host, port, reusePort: true });
      const isListening = await once(socket, 'listening').then(
        () => true,
        () => false,
      );
      if (!isListening) break;
      // A connection that cannot be accepted, as without a free descriptor, waits or is tried again; the process goes on.
      socket.on('error', () => undefined);
      sockets.push(socket);
    }
  }
}

/** Errors of a kernel that cannot share a port. */
const cannotShare = new Set(['ENOPROTOOPT', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL']);

/** Whether the kernel lets sockets share a port of the host; some sandboxes refuse it. An address that cannot be used at all says so later. */
export async function sharesPorts(host: string): Promise<boolean> {
  if (!canShare) return false;
  const socket = createServer();
  socket.listen({ host, port: 0, reusePort: true });
  try {
    await once(socket, 'listening');
    socket.close();
    return true;
  } catch (error) {
    return !cannotShare.has((error as NodeJS.ErrnoException).code ?? '');
  }
}

/**
 * Runs a start on a port while no other one of this machine does. To look whether a shared port is free and to take it are two steps.
 * Throws `EADDRINUSE` where another start holds it.
 */
export async function alone<Result>(port: number, start: () => Promise<Result>): Promise<Result> {
  const lock = createServer();
  // A name of the kernel, without a file; it goes with the process.
  lock.listen({ path: `\0scoville-start-${port}` });
  await once(lock, 'listening');
  try {
    return await start();
  } finally {
    lock.close();
  }
}

/** Stops listening on all of them. Connections stay: `close` of `http` would also end those whose response is being sent. */
export function stopListening(server: Server): void {
  for (const socket of [server, ...(socketsOf.get(server) ?? [])])
    if (socket.listening) NetServer.prototype.close.call(socket);
}

/**
 * More listening sockets on the port of a server, on Linux. The event loop accepts one connection a turn from each socket, and a busy
 * loop has some fifty turns a second. With one socket a thousand new clients would wait for twenty seconds. The kernel spreads
 * new connections over the sockets of a port.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, createServer, Server as NetServer, type Socket } from 'node:net';
import { limits } from '../base/kernel/kernel.ts';

/** Whether several sockets may listen on one port: all of them have to say so. */
export const canShare = process.platform === 'linux';

const socketsOf = new WeakMap<Server, NetServer[]>();

/** Adds the sockets to a server that listens with `reusePort`. */
export async function listenMore(server: Server): Promise<void> {
  if (!canShare) return;
  const { address: host, port } = server.address() as AddressInfo;
  const sockets: NetServer[] = [];
  socketsOf.set(server, sockets);
  const serve = (socket: Socket) => server.emit('connection', socket);
  while (sockets.length < limits.listeningSockets - 1) {
    // As those of the server itself are.
    const socket = createServer({ allowHalfOpen: true, noDelay: true }, serve);
    socket.listen({ host, port, reusePort: true });
    await once(socket, 'listening');
    sockets.push(socket);
  }
}

/** Stops listening on all of them. Connections stay: `close` of `http` would also end those whose response is being sent. */
export function stopListening(server: Server): void {
  for (const socket of [server, ...(socketsOf.get(server) ?? [])])
    if (socket.listening) NetServer.prototype.close.call(socket);
}

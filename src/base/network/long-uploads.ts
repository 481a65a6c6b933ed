/** Connections whose request may take long to arrive, because its route watches it and keeps none of it in memory. */
import type { Socket } from 'node:net';

const allowed = new WeakSet<Socket>();

/** Lets the request on a connection take as long as it needs, until `end` is called. The route has to notice one that stands still. */
export function allowLongUpload(socket: Socket): { end(): void } {
  allowed.add(socket);
  return { end: () => void allowed.delete(socket) };
}

export const isLongUpload = (socket: Socket): boolean => allowed.has(socket);

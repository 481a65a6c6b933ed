/** Finds a TCP port on the loopback interface that nobody listens on just now. */
import { createServer } from 'node:net';

/** A free port of 127.0.0.1. Another program may take it before it is used: the caller tries again with a new one. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No TCP port was given'));
        else resolve(address.port);
      });
    });
  });
}

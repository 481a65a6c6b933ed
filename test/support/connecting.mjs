/** A thread that connects while the main thread stands still: so many connections wait in the kernel when that goes on. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { workerData } from 'node:worker_threads';

const { port, connections, asked, done } = workerData;
// The main thread asks for them in the turn in which it stops: it accepts none before.
Atomics.wait(asked, 0, 0);
const sockets = Array.from({ length: connections }, () => connect(port, '127.0.0.1'));
await Promise.all(sockets.map((socket) => once(socket, 'connect')));
Atomics.store(done, 0, 1);
Atomics.notify(done, 0);

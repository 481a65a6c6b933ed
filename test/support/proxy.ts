/** A TCP proxy in front of a store, for what no server shows by itself: silence without a reset, and another server behind the address. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What does not come through: what programs send, what the store answers, or both. */
export type SilentDirection = 'requests' | 'answers' | 'both';

export interface TestProxy {
  /** The store's URL, with the proxy's address in place of its own. */
  readonly url: string;
  /** Connections that were opened during the present silence. */
  openedInSilence(): number;
  /**
   * Nothing is forwarded from now on, in one direction or both, and nothing is reset: what is open stays open, what is opened is
   * taken and not answered.
   */
  silence(direction?: SilentDirection): void;
  /** Forwards for new connections. Those from before stay silent for ever, as after a firewall has forgotten them. */
  heal(): void;
  /** Forwards again, for those from before too: what they sent meanwhile was kept. */
  resume(): void;
  /** From now on new connections lead to another server; those from before stay where they are. */
  pointTo(url: string): void;
  stop(): Promise<void>;
}

export async function startTestProxy(store: string): Promise<TestProxy> {
  let target = new URL(store);
  let isSilent = false;
  let silenced: SilentDirection = 'both';
  let opened = 0;
  const pairs = new Set<{ socket: Socket; upstream: Socket | null }>();
  const forward = (socket: Socket) => {
    const upstream = connect(Number(target.port), target.hostname);
    upstream.setNoDelay(true);
    const pair = { socket, upstream };
    pairs.add(pair);
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      from.on('error', () => undefined);
      from.on('data', (bytes) => void to.write(bytes));
      // Half-open is what a peer that only said goodbye leaves; neither store means anything by it.
      from.on('end', () => to.end());
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
    return pair;
  };
  const mute = ({ socket, upstream }: { socket: Socket; upstream: Socket | null }) => {
    if (silenced !== 'answers') socket.pause();
    if (silenced !== 'requests') upstream?.pause();
  };
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    if (!isSilent) return void forward(socket);
    opened++;
    if (silenced === 'answers') return mute(forward(socket));
    socket.on('error', () => undefined);
    pairs.add({ socket, upstream: null });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(store);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    openedInSilence: () => opened,
    silence: (direction = 'both') => {
      isSilent = true;
      silenced = direction;
      opened = 0;
      for (const pair of pairs) mute(pair);
    },
    heal: () => {
      isSilent = false;
    },
    resume: () => {
      isSilent = false;
      for (const pair of [...pairs]) {
        if (pair.upstream === null) {
          pairs.delete(pair);
          forward(pair.socket);
        }
        pair.socket.resume();
        pair.upstream?.resume();
      }
    },
    pointTo: (other) => {
      target = new URL(other);
    },
    stop: async () => {
      for (const { socket, upstream } of pairs) {
        socket.destroy();
        upstream?.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Bodies of requests that are still arriving. They have a bound of their own, in number and in bytes, with a fair share for each address.
 *
 * Beyond the bound the address that holds most of it loses its oldest body. A sender that is slow on purpose ends its own
 * bodies, and no other sender is refused.
 */

/** How many bodies may arrive at once, and how many of their bytes may be held. */
export interface ArrivingMax {
  bodies: number;
  bytes: number;
}

/** A body that arrives; its bytes are those that have come. */
export interface ArrivingBody {
  readonly sender: string;
  readonly bytes: number;
}

interface Body extends ArrivingBody {
  bytes: number;
  /** Ends its connection. */
  cut: () => void;
}

interface Sender {
  /** The oldest first. */
  bodies: Set<Body>;
  bytes: number;
}

export class Arriving {
  readonly #max: ArrivingMax;
  readonly #senders = new Map<string, Sender>();
  #bodies = 0;
  #bytes = 0;

  constructor(max: ArrivingMax) {
    this.#max = max;
  }

  get bodies(): number {
    return this.#bodies;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A body begins to arrive. `cut` is called where it has to make room for others. */
  begin(sender: string, cut: () => void): ArrivingBody {
    const of = this.#senders.get(sender) ?? { bodies: new Set(), bytes: 0 };
    this.#senders.set(sender, of);
    const body: Body = { sender, bytes: 0, cut };
    of.bodies.add(body);
    this.#bodies++;
    this.#makeRoom();
    return body;
  }

  /** More bytes of it came. Those of a body that has ended are nobody's. */
  grow(body: ArrivingBody, bytes: number): void {
    const of = this.#senders.get(body.sender);
    const own = body as Body;
    if (!of?.bodies.has(own)) return;
    own.bytes += bytes;
    of.bytes += bytes;
    this.#bytes += bytes;
    this.#makeRoom();
  }

  /** It has arrived whole, or its sender has gone. Returns whether it was arriving until now. */
  end(body: ArrivingBody): boolean {
    const of = this.#senders.get(body.sender);
    if (!of?.bodies.delete(body as Body)) return false;
    of.bytes -= body.bytes;
    this.#bodies--;
    this.#bytes -= body.bytes;
    if (of.bodies.size === 0) this.#senders.delete(body.sender);
    return true;
  }

  #makeRoom(): void {
    while (this.#bodies > this.#max.bodies) this.#cutOldest(({ bodies }) => bodies.size);
    while (this.#bytes > this.#max.bytes) this.#cutOldest(({ bytes }) => bytes);
  }

  /** Cuts the oldest body of the sender that has most; of equals, of the one that came first. */
  #cutOldest(sizeOf: (sender: Sender) => number): void {
    let most: Sender | undefined;
    for (const one of this.#senders.values())
      if (most === undefined || sizeOf(one) > sizeOf(most)) most = one;
    const [oldest] = most?.bodies ?? [];
    if (oldest === undefined) return;
    this.end(oldest);
    oldest.cut();
  }
}

/** What is asked again by itself: a page that an outage has kept back is there once the outage is over, without a click. Pure. */
import { ScovilleError } from '../../../../clients/typescript/client.js';

const againMs = 3_000;
/** A proxy without a server behind it, a server without a store. */
const badGateway = 502;

/** Nothing was answered: the network or the server is away. */
export class ServerAway extends Error {
  constructor() {
    super('The server cannot be reached. Is Scoville running?');
  }
}

/** How long until a call that failed is made again, ms; false where it would fail again. */
export function againAfterMs(error: Error | null): number | false {
  const isOutage = error instanceof ScovilleError ? error.status >= badGateway : error instanceof ServerAway;
  return isOutage ? againMs : false;
}

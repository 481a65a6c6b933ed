/** The part of the old Segment client for Node that the tests use; the package has no types of its own. */
declare module 'analytics-node' {
  interface Message {
    userId: string;
    event?: string;
    properties?: object;
    traits?: object;
    timestamp?: Date;
  }
  export default class Analytics {
    constructor(writeKey: string, options: { host: string; flushAt?: number; flushInterval?: number });
    identify(message: Message): this;
    track(message: Message): this;
    flush(): Promise<unknown>;
  }
}

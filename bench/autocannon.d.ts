/** The little of autocannon's interface that the load program uses (it ships no types). */
declare module 'autocannon' {
  interface Request {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string;
  }
  interface Client {
    setRequests(requests: Request[]): void;
  }
  interface Result {
    requests: { total: number };
    duration: number;
    errors: number;
    timeouts: number;
    '2xx': number;
    non2xx: number;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    setupClient: (client: Client) => void;
  }): Promise<Result>;
}

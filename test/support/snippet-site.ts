/** Somebody else's site with the snippet on every page, and a collector on another origin that answers as a test says. */
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const snippetFile = new URL('../../dist/web/s.js', import.meta.url);
export const siteWriteKey = `c${'s'.repeat(24)}`;

export interface SentEvent {
  type: string;
  event?: string;
  name?: string;
  anonymousId: string;
  userId?: string | null;
  messageId: string;
  previousId?: string;
  properties: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context: { webdriver?: boolean; gpc?: boolean };
}

export interface Request {
  method: string;
  type: string;
  isBeacon: boolean;
  atMs: number;
  status: number;
  events: SentEvent[];
}

export interface Site {
  url: string;
  /** Another origin; what is sent to its `/never` is not answered. */
  collectorUrl: string;
  /** All that the collector was asked, in order, whatever it answered. */
  requests: Request[];
  /** Further attributes of the script tag, and more markup of the body. */
  attributes: string;
  body: string;
  /** Status and headers for the next request of a page; 200 unless said. The answer is cut off where `isCut`. */
  answer: (request: Request) => { status: number; headers?: Record<string, string>; isCut?: boolean };
  close(): void;
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listen = (server: Server) =>
  new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));

export async function startSite(): Promise<Site> {
  const script = readFileSync(snippetFile);
  const video = readFileSync(new URL('../../src/web/shop/tour.webm', import.meta.url));
  const collector = createServer((request, response) => {
    if (request.url === '/never') return;
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const seen: Request = {
        method: request.method ?? '',
        type: request.headers['content-type'] ?? '',
        isBeacon: request.headers['sec-fetch-mode'] === 'no-cors',
        atMs: performance.now(),
        status: 0,
        events: body === '' ? [] : JSON.parse(body).batch,
      };
      const { status, headers = {}, isCut = false } = site.answer(seen);
      seen.status = status;
      site.requests.push(seen);
      if (isCut) return void request.socket.destroy();
      const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
      response.writeHead(status, { ...cors, ...headers }).end('{"success":true}');
    });
  });
  const pages = createServer((request, response) => {
    if (request.url === '/tour.webm') response.setHeader('content-type', 'video/webm').end(video);
    else if (request.url === '/s.js') response.setHeader('content-type', 'text/javascript').end(script);
    else sendPage(request.url ?? '', response);
  });
  const sendPage = (path: string, response: ServerResponse) => {
    const collectorUrl = urlOf(collector);
    const policy = `default-src 'none'; script-src 'self'; connect-src ${collectorUrl}`;
    if (path.startsWith('/strict')) response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title><body>
      <script>window.scoville = window.scoville || []; scoville.push(['track', 'Before The Script'])</script>
      <script async src="/s.js" data-write-key="${siteWriteKey}" data-host="${collectorUrl}" ${site.attributes}></script>
      ${site.body}</body>`);
  };
  await Promise.all([listen(collector), listen(pages)]);
  const site: Site = {
    url: urlOf(pages),
    collectorUrl: urlOf(collector),
    requests: [],
    attributes: '',
    body: '',
    answer: () => ({ status: 200 }),
    close: () => {
      for (const server of [collector, pages]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
  return site;
}

/** What a server that drops duplicates has in the end, in order of arrival. */
export function accepted(requests: readonly Request[]): SentEvent[] {
  const events = requests.filter(({ status }) => status === 200).flatMap((request) => request.events);
  return [...new Map(events.map((event) => [event.messageId, event])).values()];
}

/**
 * The demo's shop at `/shop`: a small, made-up shop with the snippet on every page, for newcomers who want to be scored themselves.
 *
 * Only `npm run demo` registers it. Its pages need nothing from elsewhere and run under a strict content policy.
 */
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Programmes } from '../../engine/programmes/programmes.ts';
import { newsletterLinks } from './catalogue.ts';
import { type Content, layout } from './layout.ts';
import { notFound, pagesOf } from './pages.ts';

export interface ShopOptions {
  secrets: { writeKey: string; secretKey: string };
  programmes: Pick<Programmes, 'current'>;
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const assets = fileURLToPath(new URL('../../web/shop', import.meta.url));
/** The programme whose points the notes of the pages name. */
const programmeId = 'emea-lead-scoring';

export async function registerShop(root: FastifyInstance, options: ShopOptions): Promise<void> {
  const { secrets, programmes } = options;
  const worth = (id: string): string | null => {
    const rule = programmes
      .current()
      .programmes.find(({ programme }) => programme.programme === programmeId)
      ?.programme.rules.find((one) => one.id === id);
    if (rule === undefined) return null;
    const paid =
      'rungs' in rule
        ? rule.rungs.map(({ from, points }) => `${points} points from ${from} on`)
        : typeof rule.points === 'number'
          ? [`${rule.points} points`]
          : [];
    return [`“${rule.label}”`, ...paid].join(', ');
  };
  await root.register(async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', policy);
      reply.header('referrer-policy', 'same-origin');
    });
    await app.register(fastifyStatic, { root: assets, prefix: '/shop/assets/', decorateReply: false });

    const pageAt = (path: string): Content | undefined => pagesOf(worth).get(path.replace(/^\/shop/, ''));
    app.get('/shop', async (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(layout(pageAt('') ?? notFound, '/shop', secrets.writeKey)),
    );
    app.get<{ Params: { '*': string } }>('/shop/*', async (request, reply) => {
      const path = `/shop/${request.params['*'].replace(/\/$/, '')}`;
      const page = pageAt(path);
      return reply
        .code(page === undefined ? 404 : 200)
        .type('text/html; charset=utf-8')
        .send(layout(page ?? notFound, path, secrets.writeKey));
    });
    // As the server of a mail provider does: it reports the click with the secret key, and leads on.
    app.get<{ Params: { link: string } }>('/shop/newsletter/:link', async (request, reply) => {
      const { link } = request.params;
      const visitor = /(?:^|; )scoville_anonymous_id=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
      const target = newsletterLinks[link];
      if (visitor !== undefined && target !== undefined)
        await app.inject({
          method: 'POST',
          url: '/v1/track',
          headers: { authorization: `Basic ${Buffer.from(`${secrets.secretKey}:`).toString('base64')}` },
          payload: {
            anonymousId: visitor,
            event: 'Email Link Clicked',
            properties: { email_id: 'cold-water', link_id: link },
          },
        });
      return reply.redirect(target ?? '/shop/newsletter');
    });
  });
}

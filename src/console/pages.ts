/** The built pages: one HTML file for every address of the console, the page of the API at /docs, and their assets. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, RouteShorthandOptions } from 'fastify';
import { contentHashOf } from '../base/kernel/kernel.ts';
import { forOtherPages } from '../base/network/network.ts';
import { consolePaths, pageNonceMark } from '../contract/api/api.ts';
import { jsonSchemaOf, type SchemaName, schemaNames } from '../contract/language/language.ts';
import type { OpenApi } from './openapi-shapes.ts';

/**
 * No inline script, and no inline style but of libraries that say the nonce of the answer. Styles set through the DOM are
 * not inline to a browser. `data:` images are the icons in the viewer's style sheet.
 */
const policyWith = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const nonceBytes = 16;

const asPage: RouteShorthandOptions = { config: { isPage: true } };

const notBuilt =
  '<!doctype html><title>Scoville</title><p>The pages are not built. Start Scoville with <code>npm start</code>: it builds them.';

/** How long an editor keeps a schema before it asks whether another release made another one, s. */
const schemaKeptS = 3_600;

/** The language as JSON Schema, for the editors of everybody: pages of others may load it. */
function registerSchema(app: FastifyInstance, name: SchemaName): void {
  let made: { document: string; tag: string } | null = null;
  const making = () => {
    const document = `${JSON.stringify(jsonSchemaOf(name))}\n`;
    return { document, tag: `"${contentHashOf(document)}"` };
  };
  app.get(`/schemas/${name}.json`, async (request, reply) => {
    made ??= making();
    const { document, tag } = made;
    reply
      .headers({ ...forOtherPages, 'access-control-allow-origin': '*' })
      .headers({ 'cache-control': `public, max-age=${schemaKeptS}`, etag: tag });
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.type('application/schema+json; charset=utf-8').send(document);
  });
}

/** `openapi` is shown at `/docs` to everybody: it says what an installation can do, and nothing of what is in it. */
export async function registerPages(
  root: FastifyInstance,
  directory: string,
  openapi: () => OpenApi,
): Promise<void> {
  await root.register(async (app) => {
    let document: string | null = null;
    app.get('/docs/openapi.json', async (_request, reply) => {
      document ??= JSON.stringify(openapi());
      return reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(document);
    });
    for (const name of schemaNames) registerSchema(app, name);
    if (!existsSync(join(directory, 'index.html'))) {
      for (const path of ['/', '/docs'])
        app.get(path, asPage, async (_request, reply) =>
          reply.code(503).type('text/html; charset=utf-8').send(notBuilt),
        );
      return;
    }
    for (const prefix of ['/assets/', '/docs/assets/']) {
      const assets = join(directory, prefix);
      if (!existsSync(assets)) continue;
      await app.register(fastifyStatic, {
        ...{ root: assets, prefix, immutable: true, maxAge: '365d', decorateReply: false },
        // The build wrote them: `Vary` and an ETag of each come with it.
        preCompressed: true,
      });
    }
    // The name of a page is stable, the names of its assets change with their content. A page has no ETag: with its nonce it
    // is another one each time.
    const page = (file: string) => {
      const built = readFileSync(join(directory, file), 'utf8');
      return async (_request: unknown, reply: FastifyReply) => {
        const nonce = randomBytes(nonceBytes).toString('base64url');
        return reply
          .header('cache-control', 'no-cache')
          .header('content-security-policy', policyWith(nonce))
          .type('text/html; charset=utf-8')
          .send(built.replaceAll(pageNonceMark, nonce));
      };
    };
    for (const path of consolePaths) {
      app.get(path, asPage, page('index.html'));
      if (path !== '/') app.get(`${path}/*`, asPage, page('index.html'));
    }
    app.get('/docs', asPage, page('docs/index.html'));
  });
}

/** The built pages: one HTML file for every address of the console, the page of the API at /docs, and their assets. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { consolePaths } from '../contract/api/api.ts';
import type { OpenApi } from './openapi-shapes.ts';

const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const notBuilt =
  '<!doctype html><title>Scoville</title><p>The pages are not built. Start Scoville with <code>npm start</code>: it builds them.';

/** `openapi` is shown at `/docs` to everybody: it says what an installation can do, and nothing of what is in it. */
export async function registerPages(
  root: FastifyInstance,
  directory: string,
  openapi: () => OpenApi,
): Promise<void> {
  await root.register(async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', policy);
      reply.header('referrer-policy', 'no-referrer');
    });
    let document: string | null = null;
    app.get('/docs/openapi.json', async (_request, reply) => {
      document ??= JSON.stringify(openapi());
      return reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(document);
    });
    if (!existsSync(join(directory, 'index.html'))) {
      for (const path of ['/', '/docs'])
        app.get(path, async (_request, reply) =>
          reply.code(503).type('text/html; charset=utf-8').send(notBuilt),
        );
      return;
    }
    await app.register(fastifyStatic, { root: directory, serve: false });
    for (const prefix of ['/assets/', '/docs/assets/']) {
      const assets = join(directory, prefix);
      if (!existsSync(assets)) continue;
      await app.register(fastifyStatic, {
        ...{ root: assets, prefix, immutable: true, maxAge: '365d', decorateReply: false },
      });
    }
    // The name of a page is stable, the names of its assets change with their content.
    const page = (file: string) => async (_request: unknown, reply: FastifyReply) =>
      reply.header('cache-control', 'no-cache').sendFile(file, { cacheControl: false });
    for (const path of consolePaths) {
      app.get(path, page('index.html'));
      if (path !== '/') app.get(`${path}/*`, page('index.html'));
    }
    app.get('/docs', page('docs/index.html'));
  });
}

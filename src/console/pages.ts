/** The built pages: one HTML file for every address of the console, and its assets. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

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

export async function registerPages(root: FastifyInstance, directory: string): Promise<void> {
  await root.register(async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', policy);
      reply.header('referrer-policy', 'no-referrer');
    });
    if (!existsSync(join(directory, 'index.html'))) {
      app.get('/', async (_request, reply) =>
        reply.code(503).type('text/html; charset=utf-8').send(notBuilt),
      );
      return;
    }
    const assets = join(directory, 'assets');
    await app.register(fastifyStatic, { root: directory, serve: false });
    if (existsSync(assets)) {
      await app.register(fastifyStatic, {
        root: assets,
        prefix: '/assets/',
        immutable: true,
        maxAge: '365d',
        decorateReply: false,
      });
    }
    // The page's name is stable, its assets' names change with their content.
    const page = async (_request: unknown, reply: FastifyReply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
    for (const path of ['/', '/leads/*', '/tasks/*']) app.get(path, page);
  });
}

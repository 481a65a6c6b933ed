/**
 * The floor of the latency: the least that anything with the product's promises does. An event is appended to Redis before its sender
 * is answered. Of one that crosses, a transaction inserts a row and notifies a listener, who writes to the live stream.
 *
 * It takes the product's requests and answers them alike, so the same load meets both. It decides nothing.
 */
import Fastify, { type FastifyReply } from 'fastify';
import { Redis } from 'ioredis';
import pg from 'pg';
import { profileIdOf } from '../../src/base/kernel/kernel.ts';
import { answer } from '../answering.ts';
import { crossingEvent, watchedScore } from '../arrivals.ts';
import type { WireEvent } from '../traffic.ts';

interface Stores {
  redisUrl: string;
  databaseUrl: string;
}

answer({
  listen: async ({ redisUrl, databaseUrl }: Stores): Promise<string> => {
    const redis = new Redis(redisUrl, { enableAutoPipelining: true });
    const pool = new pg.Pool({ connectionString: databaseUrl });
    await pool.query('CREATE TABLE IF NOT EXISTS floor (id bigserial PRIMARY KEY, profile text NOT NULL)');
    const readers = new Set<FastifyReply>();
    const listener = new pg.Client({ connectionString: databaseUrl });
    await listener.connect();
    await listener.query('LISTEN floor');
    listener.on('notification', ({ payload }) => {
      const data = JSON.stringify({ lead: { profile: payload } });
      for (const { raw } of readers) raw.write(`event: lead.opened\ndata: ${data}\n\n`);
    });
    /** One statement alone is a transaction. */
    const insertAndNotify = (profile: string) =>
      pool.query({
        name: 'floor',
        text: `WITH one AS (INSERT INTO floor (profile) VALUES ($1) RETURNING profile)
               SELECT pg_notify('floor', profile) FROM one`,
        values: [profile],
      });

    const app = Fastify();
    for (const type of ['page', 'track', 'identify'])
      app.post<{ Body: WireEvent }>(`/v1/${type}`, async ({ body }) => {
        await redis.xadd('floor', '*', 'event', JSON.stringify(body));
        if (body['event'] === crossingEvent) void insertAndNotify(profileIdOf(`u:${body.userId}`));
        return { success: true };
      });
    app.get('/api/v1/alerts/stream', (request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      readers.add(reply);
      request.raw.once('close', () => readers.delete(reply));
    });
    app.get('/api/v1/profiles/:id', async () => ({ score: watchedScore }));
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
});

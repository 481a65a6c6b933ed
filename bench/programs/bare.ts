/** The bare Fastify route that the ingest door is compared with: parses the same body, appends it to Redis and answers 200. */
import Fastify from 'fastify';
import { Redis } from 'ioredis';
import { answer } from '../answering.ts';
import { bareKey, cpuOf } from '../door.ts';

answer({
  listen: async ({ redisUrl }: { redisUrl: string }) => {
    // What comes in one turn of the event loop goes in one write, as from the door.
    const redis = new Redis(redisUrl, { enableAutoPipelining: true });
    const app = Fastify();
    for (const path of ['/v1/track', '/v1/batch'])
      app.post(path, async ({ body }) => {
        await redis.xadd(bareKey, '*', 'e', JSON.stringify(body));
        return { success: true };
      });
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
  cpu: cpuOf,
});

/** The bare Fastify route the ingest door is compared with: parses the same body and answers 200. */
import Fastify from 'fastify';
import { answer } from '../answering.ts';
import { cpuOf } from '../door.ts';

answer({
  listen: async () => {
    const app = Fastify();
    for (const path of ['/v1/track', '/v1/batch']) app.post(path, async () => ({ success: true }));
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
  cpu: cpuOf,
});

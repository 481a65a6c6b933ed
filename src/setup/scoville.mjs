#!/usr/bin/env node
/** The command `scoville` of the package: `npx scoville keys` is `npm run scoville -- keys`. */
process.argv.splice(2, 0, 'scoville');
await import('./run.mjs');

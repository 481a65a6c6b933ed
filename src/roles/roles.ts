/**
 * The door of roles: the start and the stop of a process of each role.
 */

export type { Application } from './application.ts';
export { startApplication } from './application.ts';
export { askRedisOnce, checkMasters } from './ask-redis.ts';
export { banner } from './banner.ts';
export { dataDirOf } from './data-dir-of.ts';
export { openDemo } from './demo/demo.ts';
export { tryAddress } from './listening.ts';
export { addressOf, storeError } from './store-errors.ts';
export type { Stores } from './stores.ts';
export { openStores } from './stores.ts';
export { type CommandStores, withStores } from './stores-of-commands.ts';
export { type ProcessPlan, processesOf } from './supervisor/layout.core.ts';
export { type DiskMessage, readyMessage, supervise } from './supervisor/supervisor.ts';

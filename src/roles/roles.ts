/**
 * The door of roles: what a process of each role starts, and how it stops.
 */

export type { Application } from './application.ts';
export { startApplication } from './application.ts';
export { banner } from './banner.ts';
export { playDemo } from './demo.ts';
export { tryAddress } from './listening.ts';
export type { Stores } from './stores.ts';
export { openStores } from './stores.ts';

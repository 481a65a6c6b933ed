/**
 * The door of keys: which clients may send events, and with which rights.
 *
 * Enters: people's changes, into PostgreSQL. Leaves: the keys that every door knows, by way of Redis, so that a door needs no
 * PostgreSQL. Secret keys are stored as hashes. Without Redis a door knows the keys of the settings and the last it has read.
 */

export type { KeyKind, PublishedKey } from './key.core.ts';
export { requireOrigin } from './key.core.ts';
export type { KeyRegistry, SettingsKeys } from './registry.ts';
export { openKeyRegistry } from './registry.ts';
export { signatureCheck } from './signature.ts';
export type { FormKey, KeyStore } from './store.ts';
export { keyMigrations, openKeyStore, revisionOfKey } from './store.ts';

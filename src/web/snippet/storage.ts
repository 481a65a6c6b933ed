/** What the browser remembers for us; where storage is full or forbidden, this page's memory does. */

const prefix = 'scoville_';
/** Names of ours in places that others use too. */
export const ours = (name: string) => prefix + name;
/** Only what the storage did not take. */
const memory: Record<string, string> = {};

/** Runs an act of ours inside somebody else's page: whatever it throws ends here, and the result is undefined. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/**
 * Listens for events of the window and of everything in it. It does so in the capture phase, so that no script of the page can stop an
 * event before.
 */
export function on<E extends Event>(names: string, act: (event: E) => void): void {
  for (const name of names.split(' '))
    addEventListener(name, (event) => attempt(() => act(event as E)), { capture: true, passive: true });
}

export function recall(name: string): string | undefined {
  return memory[name] ?? attempt(() => localStorage[ours(name)]);
}

export function remember(name: string, value: string): void {
  memory[name] = value;
  attempt(() => {
    localStorage[ours(name)] = value;
    delete memory[name];
  });
}

export function forget(name: string): void {
  delete memory[name];
  attempt(() => delete localStorage[ours(name)]);
}

/** Every remembered name that begins so, in order of the alphabet. */
export function namesOf(beginning: string): string[] {
  const stored = attempt(() => Object.keys(localStorage)) ?? [];
  return [...Object.keys(memory).map(ours), ...stored]
    .filter((name) => name.startsWith(ours(beginning)))
    .map((name) => name.slice(prefix.length))
    .sort();
}

/** A random id of 128 bits, also on pages without a secure context. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('');
}

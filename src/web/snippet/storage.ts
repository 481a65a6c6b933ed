/** What the browser remembers for us; where storage is forbidden, this page's memory does. */

const prefix = 'scoville_';
const memory: Record<string, string> = {};

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name) ?? memory[name] ?? null;
  } catch {
    return memory[name] ?? null;
  }
}

export function remember(name: string, value: string): void {
  memory[name] = value;
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Full or forbidden: memory has it.
  }
}

export function forget(name: string): void {
  delete memory[name];
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // Forbidden: there was nothing.
  }
}

/** A random id, also on pages without a secure context. */
export function randomId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The keys of what is read of a programme: all begin alike, so that all can be read again. */

export const rulesKey = (id: string, ...more: readonly unknown[]) => ['rules', id, ...more] as const;

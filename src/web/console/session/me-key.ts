/** The key of what is known of oneself. */
export const meKey = ['me'] as const;

/** Every query of the board begins with it: the live stream asks for them again when records change. */
export const boardKey = ['work', 'board'] as const;

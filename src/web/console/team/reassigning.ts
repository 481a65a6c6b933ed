/** Open work reassigned from one user to another, piece by piece: what has moved, and what was refused. Pure but for the calls given. */

export interface Reassigned<Piece> {
  moved: Piece[];
  refused: { piece: Piece; message: string }[];
}

/** Reassigns each piece in turn; one that is refused holds no other back. `onProgress` hears how many are through. */
export async function reassignEach<Piece>(
  pieces: readonly Piece[],
  assign: (piece: Piece) => Promise<unknown>,
  onProgress: (through: number) => void = () => undefined,
): Promise<Reassigned<Piece>> {
  const moved: Piece[] = [];
  const refused: Reassigned<Piece>['refused'] = [];
  for (const piece of pieces) {
    try {
      await assign(piece);
      moved.push(piece);
    } catch (error) {
      refused.push({ piece, message: (error as Error).message });
    }
    onProgress(moved.length + refused.length);
  }
  return { moved, refused };
}

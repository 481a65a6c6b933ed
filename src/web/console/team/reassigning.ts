/** Open work reassigned from one user to another, piece by piece: what it is, what has moved, what was refused. Pure but for calls given. */
import type { TaskView } from '../../../contract/api/api.ts';

/** A lead with the tasks that go with it, or a task that goes with none. */
export interface WorkPiece {
  list: 'leads' | 'tasks';
  id: string;
}

type Task = Pick<TaskView, 'id' | 'lead' | 'lane'>;

/** The pieces of the leads and tasks that somebody has open. A task of a lane does not go with its lead. */
export function piecesOf(leads: readonly { id: string }[], tasks: readonly Task[]): WorkPiece[] {
  const ofLeads = new Set(leads.map(({ id }) => id));
  return [
    ...leads.map(({ id }): WorkPiece => ({ list: 'leads', id })),
    ...tasks.filter((task) => !goesWith(task, ofLeads)).map(({ id }): WorkPiece => ({ list: 'tasks', id })),
  ];
}

/** The tasks of a deputy on leads that come to them: with a lead that goes back they would go too, and they stay. */
export function tasksThatStay(pieces: readonly WorkPiece[], ofDeputy: readonly Task[]): string[] {
  const leads = new Set(pieces.flatMap(({ list, id }) => (list === 'leads' ? [id] : [])));
  return ofDeputy.filter((task) => goesWith(task, leads)).map(({ id }) => id);
}

const goesWith = ({ lead, lane }: Task, leads: ReadonlySet<string>) =>
  lead !== null && lane === null && leads.has(lead);

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

/** A merge that was made: what became one, who did it, what went over, and for a day its undo. */
import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MergeView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { Actor } from '../team/actor.tsx';
import { movesInWords } from './duplicate-words.ts';
import { duplicatesApi } from './duplicates-api.ts';

export function MergeRow({ merge, mayUndo }: { merge: MergeView; mayUndo: boolean }) {
  const { id, list, kept, keptName, merged, mergedName, moved, at, by, undo } = merge;
  const moves = movesInWords(moved);
  const takeApart = useAct({
    name: 'apart',
    run: () => duplicatesApi.undo(id),
    said: () => 'They are two again, as before',
  });
  return (
    <li className="pair" data-testid="merge">
      <Group justify="space-between" align="start" wrap="nowrap">
        <div>
          <Text>
            <Foreign text={mergedName ?? merged} /> became part of{' '}
            <Link to={`/${list}/$id`} params={{ id: kept }}>
              <Foreign text={keptName ?? kept} />
            </Link>
          </Text>
          <Text size="sm" className="quiet">
            <Actor by={by} />, {dateInWords(at)}
            {moves !== '' && ` · took over ${moves}`}
          </Text>
          {undo !== null && undo.refusal !== null && (
            <Text size="sm" className="quiet" data-testid="undo-refused">
              cannot be undone: <Foreign text={undo.refusal} />
            </Text>
          )}
        </div>
        {mayUndo && undo !== null && undo.refusal === null && (
          <Button
            size="compact-sm"
            variant="default"
            flex="none"
            loading={takeApart.isPending}
            onClick={() => takeApart.mutate(undefined)}
            data-testid="apart"
          >
            Undo
          </Button>
        )}
      </Group>
      <Refusal error={takeApart.error} />
    </li>
  );
}

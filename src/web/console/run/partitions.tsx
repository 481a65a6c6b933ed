/** What waits, by partition: one that is far behind the others shows which worker is stuck. */
import { Text } from '@mantine/core';
import type { Health } from '../../../contract/api/api.ts';

const columns = [
  ['lag', 'To be scored'],
  ['historyLag', 'Not in the history'],
  ['due', 'Timers due'],
  ['outbox', 'For other partitions'],
  ['deadLetters', 'Dead letters'],
  ['failingProfiles', 'Failing profiles'],
] as const;

export function Partitions({ health: { partitions } }: { health: Health }) {
  return (
    <section className="panel" aria-label="Partitions">
      <h2>Lag by partition</h2>
      {partitions === null ? (
        <Text className="quiet">Redis does not answer: what waits is not known.</Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        <section className="scrolls" tabIndex={0} aria-label="Table of partitions">
          <table className="plain counts">
            <thead>
              <tr>
                <th scope="col">Partition</th>
                {columns.map(([field, label]) => (
                  <th key={field} scope="col" className="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {partitions.map((one) => (
                <tr key={one.partition} data-testid="partition">
                  <th scope="row" className="number">
                    {one.partition}
                  </th>
                  {columns.map(([field]) => (
                    <td key={field} className="number" data-some={one[field] > 0}>
                      {one[field].toLocaleString()}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

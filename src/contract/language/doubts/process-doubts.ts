/** Warnings of a sales process: what nothing uses, and times that lead nowhere. */
import type { SalesProcess } from '../sales-process.ts';
import type { Doubt } from './doubt.ts';

/** Returns what is legal in a sales process and hardly meant. */
export function processDoubts({ templates, documents, pipelines }: SalesProcess): Doubt[] {
  const stages = pipelines.flatMap(({ stages: own }) => own);
  const effects = stages.flatMap(({ onEnter, onLeave, every, later }) => [
    ...onEnter,
    ...onLeave,
    ...[...every, ...later].flatMap(({ do: list }) => list),
  ]);
  const mailed = new Set(effects.flatMap((effect) => (effect.do === 'mail' ? [effect.template] : [])));
  const attached = new Set(templates.flatMap(({ attach }) => attach));
  return [
    ...templates.flatMap(({ template }, index) =>
      mailed.has(template)
        ? []
        : [
            {
              path: ['templates', index, 'template'],
              message: `no stage mails "${template}"; add { do: mail, template: ${template} }, or remove it`,
            },
          ],
    ),
    ...documents.flatMap(({ document }, index) =>
      attached.has(document)
        ? []
        : [
            {
              path: ['documents', index, 'document'],
              message: `no template attaches "${document}"; name it in "attach", or remove it`,
            },
          ],
    ),
    ...pipelines.flatMap(({ stages: own }, index) =>
      own.flatMap(({ stage, after }, position) =>
        after.flatMap(({ to }, one) =>
          to === stage
            ? [
                {
                  path: ['pipelines', index, 'stages', position, 'after', one, 'to'],
                  message: `"${stage}" is left for itself; name another stage`,
                },
              ]
            : [],
        ),
      ),
    ),
  ];
}

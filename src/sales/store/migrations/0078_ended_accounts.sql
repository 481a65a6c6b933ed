-- Programmes that score companies no more: where a later version does again, nothing of before counts.

-- Of the programmes that made the points. A process of before writes none.
ALTER TABLE account_parts ADD COLUMN generation bigint NOT NULL DEFAULT 0;

-- The latest generation that was found to score no companies by a programme. Its scores have an empty version until it does again.
CREATE TABLE account_ends (
  programme  text PRIMARY KEY,
  generation bigint NOT NULL
);

-- The latest generation whose programmes were compared with those that have scored companies.
ALTER TABLE account_fence ADD COLUMN checked bigint NOT NULL DEFAULT 0;

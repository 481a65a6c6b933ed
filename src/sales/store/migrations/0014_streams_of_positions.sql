-- Positions of sales have the shape of every reader's: a row for each stream and partition.
ALTER TABLE stream_offsets ADD COLUMN stream text NOT NULL DEFAULT 'crossings' CHECK (stream = 'crossings');
ALTER TABLE stream_offsets DROP CONSTRAINT stream_offsets_pkey, ADD PRIMARY KEY (stream, partition);

-- A program owns no work: what it made waits in the queue.
UPDATE tasks SET owner = NULL WHERE owner = 'API token' AND status IN ('Open', 'Asleep');

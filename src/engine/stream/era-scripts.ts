/** The Lua scripts of eras: how a partition begins a new one, and how readers leave marks and set records aside. */

/** What says of two ids of entries which is the later one. */
export const orderOfIds = `
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function isAfter(id, other)
  local ms, seq = parts(id)
  local otherMs, otherSeq = parts(other)
  return ms > otherMs or (ms == otherMs and seq > otherSeq)
end
`;

/** What shows whether a stream still has an entry: by its id, and by its content. An empty digest asks for nothing. */
export const hasEntry = `
local function has(stream, id, digest)
  if digest == '' then return true end
  local found = redis.call('XRANGE', stream, id, id)[1]
  return found ~= nil and string.sub(redis.sha1hex(found[2][2]), 1, 16) == digest
end
`;

/**
 * openEra: begins an era in a partition.
 *
 * KEYS  1 cursor, 2 crossings, 3 outbox, 4 inbox, 5 restoring, 6 failing
 * ARGV  1 the stamp, 2 the era, 3 by how much it raises the epoch
 * Returns 1 when it began, 0 when the partition was in it or a later one: then nothing changed.
 *
 * Atomic because from one moment on no lease of before may commit. What was on its way to other readers is void: it is derived
 * again from the history. Events stay, with the offset they are scored up to. `allow-oom`: it frees memory.
 */
export const openEraScript = `#!lua flags=allow-oom
local stamp = redis.call('HGET', KEYS[1], 'era') or '0'
if tonumber(string.match(stamp, '^%d+')) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'era', ARGV[1], 'applied', '0-0')
redis.call('HINCRBY', KEYS[1], 'epoch', ARGV[3])
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6])
redis.call('HDEL', KEYS[1], 'eventsRejected', 'ledgerRejected')
return 1
`;

/**
 * applied: forgets the tier updates that sales has applied.
 *
 * KEYS  1 cursor, 2 crossings
 * ARGV  1 the stamp, 2 the last one applied, 3 its digest, 4 the id after it
 * Returns 1; 0 when the partition is in another era, or lacks that update: then nothing changed.
 *
 * Atomic because the mark says that Redis has had the update: one that was set back meanwhile has not.
 */
export const appliedScript = `#!lua flags=allow-oom
${orderOfIds}
${hasEntry}
local cursor = redis.call('HMGET', KEYS[1], 'era', 'applied')
if (cursor[1] or '0') ~= ARGV[1] then return 0 end
-- Another reader is further: its mark stays, or what it forgot would seem lost.
if isAfter(cursor[2] or '0-0', ARGV[2]) then return 1 end
if cursor[2] ~= ARGV[2] and not has(KEYS[2], ARGV[2], ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'applied', ARGV[2])
redis.call('XTRIM', KEYS[2], 'MINID', ARGV[4])
return 1
`;

/**
 * mark: sets how far readers of a partition are, while its era is being opened.
 *
 * KEYS  1 cursor
 * ARGV  1 the stamp, then fields and ids
 * Returns 1; 0 when the partition is in another era: then nothing changed.
 *
 * Atomic because a mark of one era must not reach another.
 */
export const markScript = `#!lua flags=allow-oom
if (redis.call('HGET', KEYS[1], 'era') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
return 1
`;

/**
 * keep: sets records aside that a reader of a stream cannot store.
 *
 * KEYS  1 cursor, 2 dead letters
 * ARGV  1 the stamp, 2 the field of the cursor that names the last record that this reader set aside, 3 how many letters are kept, then records in the
 *       order of the stream as (entry, position, field, JSON, reason, detail, '1' if cut)
 * Returns {how many are new, letters dropped beyond those kept}; {-1, 0} when the partition is in another era: then nothing changed.
 *
 * Atomic because the reader's own offset is in PostgreSQL, and is committed after this: it may ask for the same again.
 * `allow-oom`: what is behind the record frees memory.
 */
export const keepScript = `#!lua flags=allow-oom
if (redis.call('HGET', KEYS[1], 'era') or '0') ~= ARGV[1] then return {-1, 0} end
local function parts(text)
  local ms, seq, position = string.match(text, '^(%d+)%-(%d+) (%d+)$')
  return { tonumber(ms), tonumber(seq), tonumber(position) }
end
local last = parts(redis.call('HGET', KEYS[1], ARGV[2]) or '0-0 0')
local function isNew(one)
  for at = 1, 3 do
    if one[at] ~= last[at] then return one[at] > last[at] end
  end
  return false
end
local kept = 0
for at = 4, #ARGV, 7 do
  local text = ARGV[at] .. ' ' .. ARGV[at + 1]
  if isNew(parts(text)) then
    redis.call('XADD', KEYS[2], '*', 'f', ARGV[at + 2], 'j', ARGV[at + 3], 'r', ARGV[at + 4], 'd', ARGV[at + 5], 'c', ARGV[at + 6])
    redis.call('HSET', KEYS[1], ARGV[2], text)
    last = parts(text)
    kept = kept + 1
  end
end
return {kept, redis.call('XTRIM', KEYS[2], 'MAXLEN', ARGV[3])}
`;

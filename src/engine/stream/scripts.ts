/** The Lua scripts: each with its keys, arguments, return values, and why it must be one atomic act. */

/**
 * What a script needs to forget events: they have two readers, scoring (`offset`) and the history (`history`), so an entry
 * goes when both have it. `trimmed` counts what went; with the length of the stream and `read` it gives the lag.
 */
const forgetEvents = `
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function isAfter(id, other)
  local ms, seq = parts(id)
  local otherMs, otherSeq = parts(other)
  return ms > otherMs or (ms == otherMs and seq > otherSeq)
end
local function idAfter(id)
  local ms, seq = parts(id)
  return string.format('%.0f-%.0f', ms, seq + 1)
end
local function forget(cursor, events, scored, kept)
  local both = isAfter(scored, kept) and kept or scored
  if both == '0-0' then return end
  local trimmed = redis.call('XTRIM', events, 'MINID', idAfter(both))
  if trimmed > 0 then redis.call('HINCRBY', cursor, 'trimmed', trimmed) end
end
`;

/**
 * commit: folds one batch of a partition.
 *
 * KEYS  1 cursor, 2 events, 3 crossings, 4 outbox, 5 timers, 6 ledger, 7… the strings to set
 * ARGV  1 epoch and number of the last commit as `epoch:commits`, 2 offset the batch was read after, 3 offset it ends at, 4 entries of the batch (0: only timers),
 *       5 strings to set, 6 crossings, 7 outbox entries, 8 timers to set, 9 timers to remove, 10 ledger entries as a JSON
 *       array ('' = none); then the strings' values, the crossings, outbox entries as (target, field, payload), timers as
 *       (due ms, profile id), profile ids to forget
 * Returns {1, `epoch:commits`, offset} when written; {0, `epoch:commits`, offset} when the fence refused it and nothing was.
 * `commits` counts them all, so that one which is sent twice and moves no offset (only timers) is not written twice.
 *
 * Atomic because data and offset must move together: a crash, or a worker that lost its lease, between the two would
 * lose or double a batch. `allow-oom`: at `maxmemory` only draining frees memory, so draining must go on.
 */
export const commitScript = `#!lua flags=allow-oom
${forgetEvents}
local cursor = redis.call('HMGET', KEYS[1], 'epoch', 'offset', 'history', 'commits')
local epoch = (cursor[1] or '0') .. ':' .. (cursor[4] or '0')
local offset = cursor[2] or '0-0'
if epoch ~= ARGV[1] or offset ~= ARGV[2] then return {0, epoch, offset} end
local at = 11
local sets = tonumber(ARGV[5])
local pairs_ = {}
for i = 1, sets do
  pairs_[#pairs_ + 1] = KEYS[6 + i]
  pairs_[#pairs_ + 1] = ARGV[at]
  at = at + 1
  if #pairs_ >= 2000 then
    redis.call('MSET', unpack(pairs_))
    pairs_ = {}
  end
end
if #pairs_ > 0 then redis.call('MSET', unpack(pairs_)) end
for _ = 1, tonumber(ARGV[6]) do
  redis.call('XADD', KEYS[3], '*', 'r', ARGV[at])
  at = at + 1
end
for _ = 1, tonumber(ARGV[7]) do
  redis.call('XADD', KEYS[4], '*', 't', ARGV[at], ARGV[at + 1], ARGV[at + 2])
  at = at + 3
end
for _ = 1, tonumber(ARGV[8]) do
  redis.call('ZADD', KEYS[5], ARGV[at], ARGV[at + 1])
  at = at + 2
end
for _ = 1, tonumber(ARGV[9]) do
  redis.call('ZREM', KEYS[5], ARGV[at])
  at = at + 1
end
if ARGV[10] ~= '' then redis.call('XADD', KEYS[6], '*', 'g', ARGV[10]) end
redis.call('HSET', KEYS[1], 'offset', ARGV[3])
local commits = redis.call('HINCRBY', KEYS[1], 'commits', 1)
if ARGV[4] ~= '0' then
  redis.call('HINCRBY', KEYS[1], 'read', ARGV[4])
  forget(KEYS[1], KEYS[2], ARGV[3], cursor[3] or '0-0')
end
return {1, (cursor[1] or '0') .. ':' .. string.format('%.0f', commits), ARGV[3]}
`;

/**
 * lease: makes the caller the owner of a partition.
 *
 * KEYS  1 cursor
 * Returns {epoch, offset, commits}: the new epoch, the last entry scored ('0-0' at first), and how many commits there were.
 *
 * Atomic because the offset must be the one that belongs to the epoch. `allow-oom` for the same reason as the commit: a
 * full Redis must be drained, and draining begins here.
 */
export const leaseScript = `#!lua flags=allow-oom
local epoch = redis.call('HINCRBY', KEYS[1], 'epoch', 1)
local cursor = redis.call('HMGET', KEYS[1], 'offset', 'commits')
return {tostring(epoch), cursor[1] or '0-0', cursor[2] or '0'}
`;

/**
 * historyHas: forgets what the history of a partition has for good.
 *
 * KEYS  1 cursor, 2 events, 3 ledger
 * ARGV  1 last entry of the events that it has, 2 last entry of the ledger that it has ('' = nothing new)
 * Returns the last entry of the events that it is now known to have: never an earlier one than before.
 *
 * Atomic because what may go depends on scoring's offset, which a commit moves. `allow-oom`: forgetting frees memory.
 */
export const historyHasScript = `#!lua flags=allow-oom
${forgetEvents}
local cursor = redis.call('HMGET', KEYS[1], 'offset', 'history')
local history = cursor[2] or '0-0'
if ARGV[1] ~= '' and isAfter(ARGV[1], history) then
  history = ARGV[1]
  redis.call('HSET', KEYS[1], 'history', history)
  forget(KEYS[1], KEYS[2], cursor[1] or '0-0', history)
end
if ARGV[2] ~= '' then redis.call('XTRIM', KEYS[3], 'MINID', idAfter(ARGV[2])) end
return history
`;

/**
 * deliver: takes entries of another partition's outbox into this one's events.
 *
 * KEYS  1 inbox, 2 events
 * ARGV  1 source partition, then entries as (outbox id, field, payload) in the order of the outbox
 * Returns how many were new.
 *
 * Atomic because the entry and the mark that it was taken must move together; the mark makes a second delivery of the
 * same entries harmless, so any worker may deliver at any time.
 */
export const deliverScript = `#!lua flags=allow-oom
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local lastMs, lastSeq = parts(redis.call('HGET', KEYS[1], ARGV[1]) or '0-0')
local taken = 0
for at = 2, #ARGV, 3 do
  local ms, seq = parts(ARGV[at])
  if ms > lastMs or (ms == lastMs and seq > lastSeq) then
    redis.call('XADD', KEYS[2], '*', ARGV[at + 1], ARGV[at + 2])
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[at])
    lastMs, lastSeq = ms, seq
    taken = taken + 1
  end
end
return taken
`;

/**
 * signatures: the ids of match signatures by name, given once and for good.
 *
 * KEYS  1 signatures
 * ARGV  signature names
 * Returns their numbers, in the same order.
 *
 * Atomic because two processes that load a new rule at once must give it one number.
 */
export const signaturesScript = `#!lua
local numbers = {}
for i = 1, #ARGV do
  local number = redis.call('HGET', KEYS[1], ARGV[i])
  if not number then
    number = redis.call('HINCRBY', KEYS[1], '#last', 1)
    redis.call('HSET', KEYS[1], ARGV[i], number)
  end
  numbers[i] = tonumber(number)
end
return numbers
`;

/**
 * adopt: records which programmes are active, and from when.
 *
 * KEYS  1 programmes
 * ARGV  1 hash of the programmes, 2 the time from which they are active for everybody (ms), 3 hash of their signatures' names,
 *       4 the sources of the programmes, then signatures as (name, time from which on a new one counts)
 * Returns {time since when the programmes are active, time since when these very signatures are ('0': since the beginning),
 * the sources of the previous programmes ('' = none), time since when those were active, then the time of each signature, in
 * the same order}.
 *
 * Atomic because two processes that load the same files must agree on one time. Signatures of the first programmes ever count
 * from the beginning: there is nothing before them.
 */
export const adoptScript = `#!lua
local before = redis.call('HGET', KEYS[1], 'hash')
local answer = {}
for at = 5, #ARGV, 2 do
  local field = 'signature:' .. ARGV[at]
  redis.call('HSETNX', KEYS[1], field, before and ARGV[at + 1] or '0')
end
if before ~= ARGV[1] then
  if redis.call('HGET', KEYS[1], 'signatures') ~= ARGV[3] then
    redis.call('HSET', KEYS[1], 'signatures', ARGV[3], 'signaturesSince', before and ARGV[2] or '0')
  end
  if before then
    local past = redis.call('HMGET', KEYS[1], 'sources', 'since')
    redis.call('HSET', KEYS[1], 'before', past[1] or '', 'beforeSince', past[2] or '0')
  end
  local since = before and ARGV[2] or '0'
  redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'since', since, 'sources', ARGV[4], 'reevaluated', before and '' or ARGV[1] .. ' ' .. since)
end
answer[1] = redis.call('HGET', KEYS[1], 'since')
answer[2] = redis.call('HGET', KEYS[1], 'signaturesSince')
answer[3] = redis.call('HGET', KEYS[1], 'before') or ''
answer[4] = redis.call('HGET', KEYS[1], 'beforeSince') or '0'
for at = 5, #ARGV, 2 do answer[#answer + 1] = redis.call('HGET', KEYS[1], 'signature:' .. ARGV[at]) end
return answer
`;

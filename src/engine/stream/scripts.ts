/** The Lua scripts: each with its keys, arguments, return values, and why it must be one atomic act. */
import { hasEntry, orderOfIds } from './era-scripts.ts';

/**
 * What a script needs to forget events: they have two readers, scoring (`offset`) and the history (`history`), so an entry
 * goes when both have it. `trimmed` counts what went; with the length of the stream and `read` it gives the lag.
 */
const forgetEvents = `
${orderOfIds}
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
 * KEYS  1 cursor, 2 events, 3 crossings, 4 outbox, 5 timers, 6 ledger, 7 dead letters, 8 restoring, 9 failing, 10… the strings to set, then the erased
 *       profiles of the partition, then profile and identity of each profile to forget, then the filter of archived
 *       profiles where bits of it are to set
 * ARGV  1 the fence: `epoch:commits:generation` of the lease and its last commit, 2 offset the batch was read after, 3 offset it ends at, 4 whole entries of the batch,
 *       5 strings to set, 6 crossings, 7 outbox entries, 8 timers to set, 9 timers to remove, 10 ledger entries, 11 records of the entry after the new offset that are folded too, 12 dead letters, 13 how many of
 *       them are kept, 14 profiles that wait to be rebuilt, 15 '1' while profiles are restored, 16 profiles that cannot be evaluated, 17 profiles to forget, 18 the salt of
 *       erased names, 19 bits of the filter to set, 20 the strings' values, packed; then profiles to forget as (id, erased name or '', until when, ms), the crossings, outbox entries as (target, field, payload), timers as
 *       (due ms, profile id), profile ids to forget, ledger entries,
 *       dead letters as (field, JSON, reason, detail, '1' if cut), ids of the profiles that wait, profiles that cannot be evaluated as (id, failure), and the bits
 * Returns {1, fence, offset, dead letters dropped beyond those} when written; {0, fence, offset} when the fence refused it and nothing was. `generation` is that of
 * the programmes it was decided under: a partition takes no commit of another than its own.
 * `commits` counts them all, so that one which is sent twice and moves no offset (only timers) is not written twice.
 *
 * Atomic because data and offset must move together. A crash, or a worker that lost its lease, between the two would lose or
 * double a batch. `allow-oom`: at `maxmemory` only draining frees memory, so draining must go on.
 */
export const commitScript = `#!lua flags=allow-oom
${forgetEvents}
local cursor = redis.call('HMGET', KEYS[1], 'epoch', 'offset', 'history', 'commits', 'generation')
local generation = cursor[5] or '0'
local fence = (cursor[1] or '0') .. ':' .. (cursor[4] or '0') .. ':' .. generation
local offset = cursor[2] or '0-0'
if fence ~= ARGV[1] or offset ~= ARGV[2] then return {0, fence, offset} end
local at = 21
local sets = tonumber(ARGV[5])
local gone = tonumber(ARGV[17])
if gone > 0 then
  local erased = KEYS[10 + sets]
  for i = 1, gone do
    local id, name, untilMs = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    redis.call('DEL', KEYS[9 + sets + 2 * i], KEYS[10 + sets + 2 * i])
    redis.call('ZREM', KEYS[5], id)
    redis.call('SREM', KEYS[8], id)
    redis.call('HDEL', KEYS[9], id)
    if name ~= '' and tonumber(untilMs) > tonumber(redis.call('HGET', erased, name) or '0') then
      redis.call('HSET', erased, name, untilMs, '#salt', ARGV[18])
      redis.call('HINCRBY', erased, '#changes', 1)
    end
    at = at + 3
  end
end
local values = cmsgpack.unpack(ARGV[20])
for first = 1, sets, 1000 do
  local pairs_, last = {}, math.min(first + 999, sets)
  for i = first, last do
    local at = 2 * (i - first) + 1
    pairs_[at], pairs_[at + 1] = KEYS[9 + i], values[i]
  end
  redis.call('MSET', unpack(pairs_))
end
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
for _ = 1, tonumber(ARGV[10]) do
  redis.call('XADD', KEYS[6], '*', 'g', ARGV[at])
  at = at + 1
end
for _ = 1, tonumber(ARGV[12]) do
  redis.call('XADD', KEYS[7], '*', 'f', ARGV[at], 'j', ARGV[at + 1], 'r', ARGV[at + 2], 'd', ARGV[at + 3], 'c', ARGV[at + 4])
  at = at + 5
end
local waits = {}
for _ = 1, tonumber(ARGV[14]) do
  waits[ARGV[at]] = true
  at = at + 1
end
local fails = {}
for _ = 1, tonumber(ARGV[16]) do
  fails[ARGV[at]] = true
  redis.call('SREM', KEYS[8], ARGV[at])
  redis.call('HSET', KEYS[9], ARGV[at], ARGV[at + 1])
  at = at + 2
end
for _ = 1, tonumber(ARGV[19]) do
  redis.call('SETBIT', KEYS[#KEYS], ARGV[at], 1)
  at = at + 1
end
local isRestoring = ARGV[15] == '1'
local hasFailing = redis.call('EXISTS', KEYS[9]) == 1
if isRestoring or hasFailing then
  for i = 1, sets do
    local id = string.match(KEYS[9 + i], ':profile:(.+)$')
    if id and not fails[id] then
      if not waits[id] then
        redis.call('SREM', KEYS[8], id)
        redis.call('HDEL', KEYS[9], id)
      elseif isRestoring and redis.call('HEXISTS', KEYS[9], id) == 0 then
        redis.call('SADD', KEYS[8], id)
      end
    end
  end
end
local dropped = 0
if ARGV[12] ~= '0' then dropped = redis.call('XTRIM', KEYS[7], 'MAXLEN', ARGV[13]) end
redis.call('HSET', KEYS[1], 'offset', ARGV[3], 'within', ARGV[11])
local commits = redis.call('HINCRBY', KEYS[1], 'commits', 1)
if ARGV[4] ~= '0' then
  redis.call('HINCRBY', KEYS[1], 'read', ARGV[4])
  forget(KEYS[1], KEYS[2], ARGV[3], cursor[3] or '0-0')
end
return {1, (cursor[1] or '0') .. ':' .. string.format('%.0f', commits) .. ':' .. generation, ARGV[3], dropped}
`;

/**
 * Raises the generation of a partition where that is lower: who holds its lease under an older one is fenced from then on. Of an
 * entry that is scored in part, some records met the older programmes: the history must have that too.
 */
const raiseGeneration = `
local function raise(cursor, events, generation)
  local known = redis.call('HMGET', cursor, 'generation', 'offset', 'within')
  if tonumber(known[1] or '0') >= tonumber(generation) then return 0 end
  local from = known[2] or '0-0'
  if (known[3] or '0') ~= '0' then
    local underWay = redis.call('XRANGE', events, '(' .. from, '+', 'COUNT', 1)[1]
    if underWay then from = underWay[1] end
  end
  redis.call('HSET', cursor, 'generation', generation, 'generationFrom', from)
  redis.call('HINCRBY', cursor, 'epoch', 1)
  return 1
end
`;

/**
 * lease: makes the caller the owner of a partition, and the generation of its programmes that of the partition.
 *
 * KEYS  1 cursor, 2 events, 3 erased, 4 failing, 5 filter of archived profiles
 * ARGV  1 the stamp that the caller works under: era and installation, 2 generation of its programmes
 * Returns {fence, offset, generationFrom, within, changes of the erased profiles, failing profiles, '1' where profiles may be archived}: `epoch:commits:generation` with the new epoch, the last entry scored ('0-0' at
 * first), the one scored last before the generation, and how many records of the next entry are scored already;
 * {'', offset, generation} when the partition's generation is a later one, three empty ones when it is in another era or of another
 * installation: then
 * nothing changed.
 *
 * Atomic because the offset must be the one that belongs to the epoch, and because no older programmes may score after newer
 * ones. `allow-oom` for the same reason as the commit: a full Redis must be drained, and draining begins here.
 */
export const leaseScript = `#!lua flags=allow-oom
${raiseGeneration}
if (redis.call('HGET', KEYS[1], 'era') or '0') ~= ARGV[1] then return {'', '', ''} end
raise(KEYS[1], KEYS[2], ARGV[2])
local cursor = redis.call('HMGET', KEYS[1], 'offset', 'commits', 'generation', 'generationFrom', 'within')
local offset = cursor[1] or '0-0'
local generation = cursor[3] or '0'
if generation ~= ARGV[2] then return {'', offset, generation} end
local epoch = redis.call('HINCRBY', KEYS[1], 'epoch', 1)
local fence = string.format('%.0f', epoch) .. ':' .. (cursor[2] or '0') .. ':' .. generation
return {fence, offset, cursor[4] or '0-0', cursor[5] or '0', redis.call('HGET', KEYS[3], '#changes') or '0', tostring(redis.call('HLEN', KEYS[4])), tostring(redis.call('EXISTS', KEYS[5]))}
`;

/**
 * raise: makes a generation that of a partition, before its profiles are scheduled for re-evaluation.
 *
 * KEYS  1 cursor, 2 events
 * ARGV  1 the generation
 * Returns 1 when it was raised, 0 when it was that or a later one.
 *
 * Atomic because a lease of an older generation must end with it: it would spend the timers of the new one.
 */
export const raiseScript = `#!lua flags=allow-oom
${raiseGeneration}
return raise(KEYS[1], KEYS[2], ARGV[1])
`;

/**
 * historyHas: forgets what the history of a partition has for good.
 *
 * KEYS  1 cursor, 2 events, 3 ledger
 * ARGV  1 last entry of the events that it has, 2 its digest, 3 last entry of the ledger that it has, 4 its digest ('' = nothing
 *       new; '' = not compared), 5 the stamp. A mark never moves back: another reader is further then, and what it forgot would seem lost.
 * Returns the last entry of the events that it is now known to have: never an earlier one than before.
 *
 * Atomic because what may go depends on scoring's offset, which a commit moves. A stream that lacks the entry was set back:
 * nothing of it may go. `allow-oom`: forgetting frees memory.
 */
export const historyHasScript = `#!lua flags=allow-oom
${forgetEvents}
${hasEntry}
local cursor = redis.call('HMGET', KEYS[1], 'offset', 'history', 'era', 'ledger')
local history = cursor[2] or '0-0'
if (cursor[3] or '0') ~= ARGV[5] then return history end
-- The same again: a Redis that was set back has entries that were forgotten before.
if ARGV[1] ~= '' and not isAfter(history, ARGV[1]) and has(KEYS[2], ARGV[1], ARGV[2]) then
  history = ARGV[1]
  redis.call('HSET', KEYS[1], 'history', history)
  forget(KEYS[1], KEYS[2], cursor[1] or '0-0', history)
end
if ARGV[3] ~= '' and not isAfter(cursor[4] or '0-0', ARGV[3]) and (cursor[4] == ARGV[3] or has(KEYS[3], ARGV[3], ARGV[4])) then
  redis.call('HSET', KEYS[1], 'ledger', ARGV[3])
  redis.call('XTRIM', KEYS[3], 'MINID', idAfter(ARGV[3]))
end
return history
`;

/**
 * deliver: takes entries of another partition's outbox into this one's events.
 *
 * KEYS  1 cursor, 2 inbox, 3 events
 * ARGV  1 the stamp under which the outbox was read, 2 source partition, then entries as (outbox id, field, payload) in the order of
 *       the outbox
 * Returns how many were new; -1 when the partition is in another era: then nothing changed.
 *
 * Atomic because the entry and the mark that it was taken must move together. The mark makes a second delivery of the same
 * entries harmless, so any worker may deliver at any time. A mark of one era must not reach another, whose outbox begins again
 * and may give lower ids.
 */
export const deliverScript = `#!lua flags=allow-oom
${orderOfIds}
if (redis.call('HGET', KEYS[1], 'era') or '0') ~= ARGV[1] then return -1 end
local last = redis.call('HGET', KEYS[2], ARGV[2]) or '0-0'
local taken = 0
for at = 3, #ARGV, 3 do
  if isAfter(ARGV[at], last) then
    redis.call('XADD', KEYS[3], '*', ARGV[at + 1], ARGV[at + 2])
    redis.call('HSET', KEYS[2], ARGV[2], ARGV[at])
    last = ARGV[at]
    taken = taken + 1
  end
end
return taken
`;

/**
 * delivered: forgets what an outbox has delivered.
 *
 * KEYS  1 cursor, 2 outbox
 * ARGV  1 the stamp under which it was read, 2 the id after the last entry delivered
 * Returns how many went; none when the partition is in another era.
 *
 * Atomic because the outbox of another era may have lower ids, which nobody has delivered.
 */
export const deliveredScript = `#!lua flags=allow-oom
if (redis.call('HGET', KEYS[1], 'era') or '0') ~= ARGV[1] then return 0 end
return redis.call('XTRIM', KEYS[2], 'MINID', ARGV[2])
`;

/**
 * read: entries of a stream, as many as fit.
 *
 * KEYS  1 a stream
 * ARGV  1 id to read after, 2 entries at most, 3 bytes of their values at which to stop
 * Returns {1 where a limit ended it (more may wait), else 0; the entries as XRANGE does}. The last entry may go beyond the
 * bytes, so that there is always one.
 *
 * A script, because XRANGE counts entries only: the size of one is not known before it is read. Pages are short, so that no
 * page is much larger than what was asked for.
 */
export const readScript = `#!lua flags=no-writes
local after, entriesMax, bytesMax = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local found = {}
local bytes = 0
while #found < entriesMax and bytes < bytesMax do
  local page = redis.call('XRANGE', KEYS[1], '(' .. after, '+', 'COUNT', math.min(8, entriesMax - #found))
  if #page == 0 then break end
  for _, entry in ipairs(page) do
    if bytes >= bytesMax then break end
    found[#found + 1] = entry
    for _, value in ipairs(entry[2]) do bytes = bytes + #value end
    after = entry[1]
  end
end
return { (#found >= entriesMax or bytes >= bytesMax) and 1 or 0, found }
`;

/**
 * lastId: the id that was given last in a stream, whether its entry is still there or not.
 *
 * KEYS  1 a stream
 * Returns the id; '0-0' where there is none.
 *
 * A script, because XINFO returns the first and the last entry too, whole.
 */
export const lastIdScript = `#!lua flags=no-writes
if redis.call('EXISTS', KEYS[1]) == 0 then return '0-0' end
local info = redis.call('XINFO', 'STREAM', KEYS[1])
for at = 1, #info, 2 do
  if info[at] == 'last-generated-id' then return info[at + 1] end
end
return '0-0'
`;

/**
 * load: values of strings, as many as fit.
 *
 * KEYS  the strings, in the order in which they are needed
 * ARGV  1 bytes at which to stop, 2 how many are returned in any case
 * Returns the values of the first keys, packed, false where there is none.
 *
 * A script, because the size of a profile is not known before it is read, and asking first would cost a round trip.
 */
export const loadScript = `#!lua flags=no-writes
local bytesMax, least = tonumber(ARGV[1]), tonumber(ARGV[2])
local values, count = {}, 0
local bytes = 0
for at = 1, #KEYS, 32 do
  for _, value in ipairs(redis.call('MGET', unpack(KEYS, at, math.min(at + 31, #KEYS)))) do
    if bytes >= bytesMax and count >= least then return cmsgpack.pack(values) end
    count = count + 1
    values[count] = value
    if value then bytes = bytes + #value end
  end
end
return cmsgpack.pack(values)
`;

/**
 * replay: puts one dead letter back behind the events of its partition, or its ledger entries.
 *
 * KEYS  1 dead letters, 2 events or ledger
 * ARGV  1 id of the letter, 2 the field of its entry, 3 the JSON
 * Returns 1; 0 where there is no such letter: then nothing changed.
 *
 * Atomic because the letter must go when its record comes: two replays at once would send it twice.
 */
export const replayScript = `#!lua
if redis.call('XDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('XADD', KEYS[2], '*', ARGV[2], ARGV[3])
return 1
`;

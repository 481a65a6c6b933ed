/** The Lua scripts of programmes: ids of match signatures, and which programmes are active. */

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
 * adopt: makes programmes the active ones of the installation, as its next generation.
 *
 * KEYS  1 programmes
 * ARGV  1 the generation that the caller has seen, 2 the new one, 3 the sources of the programmes, 4 those of earlier generations,
 *       5 hash of the programmes' signatures, 6 '1' where every profile is to be rebuilt, also under the same signatures, 7 how
 *       many texts, then the digests of the texts, then signatures as (name, time from which on a new one counts)
 * Returns 1; 0 when another generation was adopted meanwhile: then nothing changed.
 *
 * Atomic because of two processes that adopt at once the second must build on the first.
 */
export const adoptScript = `#!lua
local before = redis.call('HGET', KEYS[1], 'generation') or '0'
if before ~= ARGV[1] or tonumber(ARGV[2]) <= tonumber(before) then return 0 end
local texts = tonumber(ARGV[7])
for at = 8, 7 + texts do redis.call('HSETNX', KEYS[1], 'text:' .. ARGV[at], ARGV[2]) end
for at = 8 + texts, #ARGV, 2 do redis.call('HSETNX', KEYS[1], 'signature:' .. ARGV[at], ARGV[at + 1]) end
if ARGV[6] == '1' or redis.call('HGET', KEYS[1], 'signatures') ~= ARGV[5] then
  redis.call('HSET', KEYS[1], 'signatures', ARGV[5], 'signaturesGeneration', ARGV[2])
end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'sources', ARGV[3], 'earlier', ARGV[4], 'stamp', redis.sha1hex(ARGV[3]))
if before == '0' then redis.call('HSET', KEYS[1], 'reevaluated', ARGV[2]) end
return 1
`;

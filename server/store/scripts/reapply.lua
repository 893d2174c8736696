-- Moves entities to a new set because time has passed or a rule changed, only where the record that was
-- read is still the stored one (same version, same body).
-- KEYS[1] meta hash of the shard
-- ARGV[1] key prefix · [2] kind · [3] registry counts · then of each entity: id, value with the new set,
--   due ms ('' none, 'x': over and past its retention, to be dropped)
-- Returns { outcome a letter an entity (a moved, x dropped, u another record is stored), µs, increments, negatives }
if counts ~= ARGV[3] then return redis.error_reply('REGISTRY numbers of this batch are ' .. ARGV[3] .. ', the store has ' .. counts) end
local entities, due = prefix .. 'e:' .. ARGV[2], prefix .. 'due'
local count = (#ARGV - 3) / 3
local ids, outcome = {}, {}
for i = 1, count do ids[i] = ARGV[1 + i * 3] end
local stored = call('HMGET', entities, unpack(ids))
for i = 1, count do
  if stored[i] then wantPath(stored[i]) end
  wantPath(ARGV[2 + i * 3])
end
loadPaths()

local store, drop, dueAdd, dueDrop = {}, {}, {}, {}
for i = 1, count do
  local id, value, when, old = ids[i], ARGV[2 + i * 3], ARGV[3 + i * 3], stored[i]
  local member = ARGV[2] .. ':' .. id
  if not old or isTombstone(old) or sub(old, 1, 8) ~= sub(value, 1, 8) or bodyOf(old) ~= bodyOf(value) then
    outcome[i] = 'u'
  elseif when == 'x' then
    outcome[i] = 'x'
    leave(old)
    drop[#drop + 1] = id
    dueDrop[#dueDrop + 1] = member
  else
    outcome[i] = 'a'
    move(old, value)
    store[#store + 1] = id
    -- Its column row stays where it is.
    store[#store + 1] = sub(value, 1, 9) .. sub(old, 10, 14) .. sub(value, 15)
    if when ~= '' then
      dueAdd[#dueAdd + 1] = when
      dueAdd[#dueAdd + 1] = member
    else
      dueDrop[#dueDrop + 1] = member
    end
  end
end
flushAll()
many('HSET', entities, store)
many('HDEL', entities, drop)
if ARGV[2] == 'case' then many('ZREM', prefix .. 'rc', drop) end
many('ZREM', due, dueDrop)
many('ZADD', due, dueAdd)
return { table.concat(outcome), micros(), applied, negative }

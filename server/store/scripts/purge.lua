-- Drops tombstones; what is alive again stays.
-- KEYS[1] meta hash of the shard · ARGV[1] key prefix · [2] kind · [3..] ids
-- Returns the number dropped
local entities, dropped = ARGV[1] .. 'e:' .. ARGV[2], 0
for i = 3, #ARGV do
  local value = redis.call('HGET', entities, ARGV[i])
  if not value or string.byte(value, 9) % 4 >= 2 then
    redis.call('HDEL', entities, ARGV[i])
    redis.call('ZREM', ARGV[1] .. 'due', ARGV[2] .. ':' .. ARGV[i])
    dropped = dropped + 1
  end
end
return dropped

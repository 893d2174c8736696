-- Moves the retention watermarks forward, never back: what lies below is no longer added to nor taken from.
-- KEYS[1] meta hash of the shard · ARGV[1..4] first hour, local day, 32-day block, column day to be kept
-- Returns { of each grain: where the reaper stands, where it may go to }
local names, answer = { 'minute', 'hour', 'day', 'column' }, {}
for i, name in ipairs(names) do
  local stored = tonumber(redis.call('HGET', KEYS[1], 'wm:' .. name) or -1)
  local to = math.max(stored, tonumber(ARGV[i]))
  if to ~= stored then redis.call('HSET', KEYS[1], 'wm:' .. name, to) end
  local reaped = redis.call('HGET', KEYS[1], 'reaped:' .. name)
  -- A store's first watermark has nothing below it.
  if not reaped then reaped = to; redis.call('HSET', KEYS[1], 'reaped:' .. name, to) end
  answer[#answer + 1] = tonumber(reaped)
  answer[#answer + 1] = to
end
return answer

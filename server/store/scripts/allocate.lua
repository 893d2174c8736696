-- Gives numbers to names, append-only: a number once given keeps its meaning for as long as the data live.
-- KEYS[1] meta hash of the shard
-- ARGV[1] key prefix · [2] counts known to the caller "regions,indicators,words,paths"
--   · then pairs: 'r' region code | 'i' "ghmd|name" | 'w' word | 'p' packed path (level u8, region u24)*; its name
-- Returns { new counts, number of each name }, or the error REGISTRY when another allocation is unknown to the caller.
local prefix = ARGV[1]
local function counts()
  local m = redis.call('HMGET', KEYS[1], 'rn', 'in', 'wn', 'pn')
  return (m[1] or '0') .. ',' .. (m[2] or '0') .. ',' .. (m[3] or '0') .. ',' .. (m[4] or '0')
end
local known = counts()
if known ~= ARGV[2] then return redis.error_reply('REGISTRY the caller knows ' .. ARGV[2] .. ', the store has ' .. known) end
local hash = { r = 'rg', i = 'in', w = 'wd', p = 'pa' }
local limit = { r = 16777215, i = 8191, w = 8191, p = 16777215 }
local numbers = {}
for at = 3, #ARGV, 2 do
  local kind, name = ARGV[at], ARGV[at + 1]
  if not redis.call('HGET', prefix .. hash[kind], name) and tonumber(redis.call('HGET', KEYS[1], kind .. 'n') or 0) + (#ARGV - at) / 2 > limit[kind] then
    return redis.error_reply('FULL no number left for ' .. kind .. ' ' .. name .. ', at most ' .. limit[kind])
  end
end
for at = 3, #ARGV, 2 do
  local kind, name = ARGV[at], ARGV[at + 1]
  local n = redis.call('HGET', prefix .. hash[kind], name)
  if not n then
    n = redis.call('HINCRBY', KEYS[1], kind .. 'n', 1)
    redis.call('HSET', prefix .. hash[kind], name, n)
    if kind == 'p' then redis.call('HSET', prefix .. 'pp', n, name) end
    if kind == 'i' then redis.call('APPEND', prefix .. 'is', string.sub(name, 1, 4)) end
  end
  numbers[#numbers + 1] = tonumber(n)
end
return { counts(), numbers }

-- Keeps what a wall shows, unless a later version than the one it was decided on is kept already. An older one, or
-- none, is what a Redis has that lost its last writes: then what the wall shows goes on.
-- KEYS[1] hash of the wall: v version, s state · ARGV[1] version it was decided on · ARGV[2] the next state
-- Returns { 1 } or { 0, version, state } of the later one
local kept = tonumber(redis.call('HGET', KEYS[1], 'v') or -1)
local base = tonumber(ARGV[1])
if kept > base then return { 0, kept, redis.call('HGET', KEYS[1], 's') } end
redis.call('HSET', KEYS[1], 'v', base + 1, 's', ARGV[2])
return { 1 }

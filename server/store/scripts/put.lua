-- Applies entities of one kind, all or none.
-- KEYS[1] meta hash of the shard
-- ARGV[1] key prefix · [2] kind · [3] registry counts this batch was numbered with · [4] how many recent
--   cases to keep (0: none of this kind) · [5..] feed (lib: moveFeed) · then of each entity:
--   id, value, due ms ('' none, 'x' expired), column row ('' none), reported ms ('' none)
-- Returns { outcome a letter an entity (a applied, u unchanged, x expired), µs, increments, negatives, expired }
--   or the errors REGISTRY (the numbers are not those of this Redis), WATERMARK (it has none yet), REWOUND (lib: checkFeed)
if counts ~= ARGV[3] then return redis.error_reply('REGISTRY numbers of this batch are ' .. ARGV[3] .. ', the store has ' .. counts) end
local rewound = checkFeed(5)
if rewound then return rewound end
-- Without one, what is written below the first watermark would never be dropped.
if not meta[5] then return redis.error_reply('WATERMARK none is set') end
local entities, due, recent, slots = prefix .. 'e:' .. ARGV[2], prefix .. 'due', prefix .. 'rc', prefix .. 'cn'
local first = feedEnd(5)
local count = (#ARGV - first + 1) / 5

local ids, current = {}, {}
for i = 1, count do ids[i] = ARGV[first + (i - 1) * 5] end
if count > 0 then
  local stored = call('HMGET', entities, unpack(ids))
  for i = 1, count do
    current[ids[i]] = stored[i]
    if stored[i] then wantPath(stored[i]) end
    wantPath(ARGV[first + (i - 1) * 5 + 1])
  end
  loadPaths()
end

-- A greater version wins. Of equal revisions the first stays; of equal updated times the later arrival
-- wins where it says something else; a tombstone yields only to a greater version, unless it only says
-- that the entity moved to another shard.
local function supersedes(new, old)
  local newVersion, newFlags = struct.unpack('>dB', new)
  local oldVersion, oldFlags = struct.unpack('>dB', old)
  if newFlags % 2 ~= oldFlags % 2 then return true end
  if newVersion ~= oldVersion then return newVersion > oldVersion end
  if newFlags % 2 == 1 then return false end
  if isTombstone(old) then return hasMoved(old) end
  return pathOf(new) ~= pathOf(old) or bodyOf(new) ~= bodyOf(old)
end

-- Fixed-width rows of cases by day: the slot is kept in the value; a row left behind is blanked.
local nextSlot, rows = {}, {}
local function place(old, value, row)
  local oldDay, oldSlot = 65535, 0
  if old then
    local a, b, c, d, e = byte(old, 10, 14)
    oldDay, oldSlot = a * 256 + b, c * 65536 + d * 256 + e
  end
  local a, b = byte(value, 10, 11)
  local day, at = a * 256 + b, 0
  if row == '' or day < wmColumn then day = 65535 end
  if day == oldDay then
    at = oldSlot
  elseif day ~= 65535 then
    at = nextSlot[day] or tonumber(call('HGET', slots, day) or 0)
    nextSlot[day] = at + 1
  end
  if oldDay ~= day and oldDay ~= 65535 and oldDay >= wmColumn then
    rows[#rows + 1] = { oldDay, oldSlot, string.rep('\0', #row > 0 and #row or 24) }
  end
  if day ~= 65535 then rows[#rows + 1] = { day, at, row } end
  return sub(value, 1, 9) .. struct.pack('>I2I3', day, at) .. sub(value, 15)
end

local outcome, expired = {}, 0
local store, dueAdd, dueDrop, recentAdd = {}, {}, {}, {}
local oldest = 0
if ARGV[4] ~= '0' and call('ZCARD', recent) >= tonumber(ARGV[4]) then
  oldest = tonumber(call('ZRANGE', recent, 0, 0, 'WITHSCORES')[2])
end
for i = 1, count do
  local at = first + (i - 1) * 5
  local id, value, when, row, reported = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  local old = current[id]
  if old and not supersedes(value, old) then
    outcome[i] = 'u'
  elseif when == 'x' and (not old or isTombstone(old)) then
    outcome[i] = 'x'
    expired = expired + 1
  else
    outcome[i] = 'a'
    move(old, value)
    value = place(old, value, row)
    current[id] = value
    store[#store + 1] = id
    store[#store + 1] = value
    -- Expired but stored: applied, and due at once.
    if when == 'x' then when = '0' end
    local member = ARGV[2] .. ':' .. id
    if when ~= '' then
      dueAdd[#dueAdd + 1] = when
      dueAdd[#dueAdd + 1] = member
    elseif old and hasDue(old) then
      dueDrop[#dueDrop + 1] = member
    end
    if reported ~= '' and tonumber(reported) >= oldest then
      recentAdd[#recentAdd + 1] = reported
      recentAdd[#recentAdd + 1] = id
    end
  end
end

-- From here on only writes; nothing below can fail on what was sent.
flushAll()
many('HSET', entities, store)
many('ZREM', due, dueDrop)
many('ZADD', due, dueAdd)
for _, r in ipairs(rows) do call('SETRANGE', prefix .. 'c:' .. r[1], r[2] * #r[3], r[3]) end
for day, at in pairs(nextSlot) do call('HSET', slots, day, at) end
if #recentAdd > 0 then
  many('ZADD', recent, recentAdd)
  call('ZREMRANGEBYRANK', recent, 0, -1 - tonumber(ARGV[4]))
end
moveFeed(5, expired)
return { table.concat(outcome), micros(), applied, negative, expired }

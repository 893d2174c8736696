-- Put before every script that moves totals. A stored entity ("value"), all numbers big-endian:
--   1..8 version f64 · 9 flags (1 by revision, 2 tombstone, 4 of one that
--   moved to another shard, 8 has a due time) · 10..11 column day u16
--   (65535 none) · 12..14 column slot u24 · 15..17 path u24 · 18..19 length of the set u16 · set · body
-- A set:
--   first minute u32 · groups, oldest first { n u8 ≥ 1, + 128 where the zone's offset is another than
--   before and follows (quarter hours + 64); minutes after the group before, 7 bits a byte, lowest first;
--   n indicators } 0 · gauges { n u8, n indicators } · mask u8 (1 duration, 2 heat)
--   · duration { group u8, seconds u32, bin u16 } · heat { group u8, class, length u8, cell }
-- An indicator or class: one byte < 224, or two: (first − 224) × 256 + second.
local call, byte, sub, floor = redis.call, string.byte, string.sub, math.floor
-- µs by whichever clock this Redis gives to scripts: os.clock of later ones, a TIME that runs of earlier ones.
local function clock()
  local os = rawget(_G, 'os')
  if os then return os.clock() * 1000000 end
  local t = call('TIME')
  return t[1] * 1000000 + t[2]
end
local started = clock()
local prefix = ARGV[1]
local REGION = 16777216 -- region numbers are below it

local meta = call('HMGET', KEYS[1], 'rn', 'in', 'wn', 'pn', 'wm:minute', 'wm:hour', 'wm:day', 'wm:column')
local counts = (meta[1] or '0') .. ',' .. (meta[2] or '0') .. ',' .. (meta[3] or '0') .. ',' .. (meta[4] or '0')
-- Retention watermarks: first hour, local day, 32-day block and column day that are still kept.
local wmHour, wmDay = tonumber(meta[5] or 0), tonumber(meta[6] or 0)
local wmBlock, wmColumn = tonumber(meta[7] or 0), tonumber(meta[8] or 0)

local depths -- 4 digits an indicator: levels of gauge, minute, hour, day
local paths, missing = {}, {}

local function pathOf(value)
  local a, b, c = byte(value, 15, 17)
  return a * 65536 + b * 256 + c
end

local function wantPath(value)
  local n = pathOf(value)
  if not paths[n] then paths[n] = true; missing[#missing + 1] = n end
end

-- Reads the depths and every wanted path: { level, region, level, region, … } from the city down.
local function loadPaths()
  depths = call('GET', prefix .. 'is') or ''
  if #missing == 0 then return end
  local packed = call('HMGET', prefix .. 'pp', unpack(missing))
  for i, n in ipairs(missing) do
    local path, s = {}, packed[i] or ''
    for at = 1, #s, 4 do
      local level, x, y, z = byte(s, at, at + 3)
      path[#path + 1] = level
      path[#path + 1] = x * 65536 + y * 256 + z
    end
    paths[n] = path
  end
end

-- Deltas of the batch by path: what an entity keeps standing in cancels here, before its levels are gone through.
-- Of stamps the key is minute × 8192 + indicator.
local gaugesOf, stampsOf, offsets = {}, {}, {}

local function part(tables, key)
  local t = tables[key]
  if not t then t = {}; tables[key] = t end
  return t
end

local function number(t, p)
  local n = t[p]
  if n < 224 then return n, p + 1 end
  return (n - 224) * 256 + t[p + 1], p + 2
end

-- Adds `sign` for one group into `stamps` (nil: only reads), given minute and offset of the one before;
-- returns the position behind, its minute and its offset.
local function group(t, p, minute, offset, stamps, sign)
  local n = t[p]
  p = p + 1
  if n >= 128 then n = n - 128; offset = t[p]; p = p + 1 end
  local scale = 1
  while t[p] >= 128 do minute = minute + (t[p] - 128) * scale; scale = scale * 128; p = p + 1 end
  minute = minute + t[p] * scale
  p = p + 1
  if stamps then offsets[minute] = offset end
  for _ = 1, n do
    local ind = t[p]
    p = p + 1
    if ind >= 224 then ind = (ind - 224) * 256 + t[p]; p = p + 1 end
    if stamps then
      local key = minute * 8192 + ind
      stamps[key] = (stamps[key] or 0) + sign
    end
  end
  return p, minute, offset
end

local function localDay(minute, offset) return floor((minute + (offset - 64) * 15) / 1440) end

local function addGauges(t, p, path, sign)
  local into = part(gaugesOf, path)
  local n = t[p]
  p = p + 1
  for _ = 1, n do
    local ind
    ind, p = number(t, p)
    into[ind] = (into[ind] or 0) + sign
  end
  return p
end

-- Deltas by key, coalesced over the batch before any is applied: table key = time × REGION + region.
local gauges, minutes, hours, days, durations, heat = {}, {}, {}, {}, {}, {}

local function addTo(tables, key, field, amount)
  local t = tables[key]
  if not t then t = {}; tables[key] = t end
  t[field] = (t[field] or 0) + amount
end

local function addDuration(t, p, groupDays, path, sign)
  local day = groupDays[t[p] + 1]
  local block, inDay = floor(day / 32), day % 32
  if block < wmBlock then return p + 7 end
  local seconds = ((t[p + 1] * 256 + t[p + 2]) * 256 + t[p + 3]) * 256 + t[p + 4]
  local bin = t[p + 5] * 256 + t[p + 6]
  for i = 2, #path, 2 do
    local key = block * REGION + path[i]
    addTo(durations, key, inDay, sign * seconds)
    addTo(durations, key, 32 + inDay, sign)
    addTo(durations, key, (bin + 2) * 32 + inDay, sign)
  end
  return p + 7
end

local function hex(char) return string.format('%02x', byte(char)) end

local function addHeat(t, p, value, groupHours, groupDays, sign)
  local g = t[p] + 1
  local class, q = number(t, p + 1)
  if groupDays[g] < wmDay then return end
  -- The set begins at byte 20 of the value.
  local cell = string.gsub(sub(value, 20 + q, 19 + q + t[q]), '.', hex)
  addTo(heat, groupHours[g], class .. ':' .. cell, sign)
end

-- Adds the set of `value` with `sign`. Groups that end before `same` are left out: they stand in
-- the other set of this move too.
local function addSet(value, t, sign, same)
  local n = pathOf(value)
  local stamps = part(stampsOf, n)
  local minute, offset = ((t[1] * 256 + t[2]) * 256 + t[3]) * 256 + t[4], 64
  local p, g, groupHours, groupDays = 5, 0, {}, {}
  while t[p] ~= 0 do
    local behind, at, zone = group(t, p, minute, offset, nil, 0)
    if behind > same then group(t, p, minute, offset, stamps, sign) end
    g = g + 1
    groupHours[g], groupDays[g] = floor(at / 60), localDay(at, zone)
    p, minute, offset = behind, at, zone
  end
  p = addGauges(t, p + 1, n, sign)
  local mask = t[p]
  p = p + 1
  if mask % 2 == 1 then p = addDuration(t, p, groupDays, paths[n], sign) end
  if mask >= 2 then addHeat(t, p, value, groupHours, groupDays, sign) end
end

-- Takes every path's deltas to each of its levels that the indicator reaches.
local function expand()
  for n, list in pairs(gaugesOf) do
    local path = paths[n]
    for ind, amount in pairs(list) do
      if amount ~= 0 then
        local to = byte(depths, ind * 4 - 3) - 48
        for i = 1, #path, 2 do
          if path[i] <= to then addTo(gauges, path[i + 1], ind, amount) end
        end
      end
    end
  end
  for n, list in pairs(stampsOf) do
    local path = paths[n]
    for key, amount in pairs(list) do
      if amount ~= 0 then
        local ind, minute = key % 8192, floor(key / 8192)
        local day = localDay(minute, offsets[minute])
        local hour, block = floor(minute / 60), floor(day / 32)
        local _, toMinute, toHour, toDay = byte(depths, ind * 4 - 3, ind * 4)
        toMinute = hour >= wmHour and toMinute - 48 or 0
        toHour = day >= wmDay and toHour - 48 or 0
        toDay = block >= wmBlock and toDay - 48 or 0
        local inMinute, inHour, inDay = ind * 64 + minute % 60, ind * 32 + hour % 32, ind * 32 + day % 32
        for i = 1, #path, 2 do
          local level, region = path[i], path[i + 1]
          if level <= toMinute then addTo(minutes, hour * REGION + region, inMinute, amount) end
          if level <= toHour then addTo(hours, day * REGION + region, inHour, amount) end
          if level <= toDay then addTo(days, block * REGION + region, inDay, amount) end
        end
      end
    end
  end
end

local function setOf(value)
  local a, b = byte(value, 18, 19)
  return { byte(value, 20, 19 + a * 256 + b) }
end

local function bodyOf(value)
  local a, b = byte(value, 18, 19)
  return sub(value, 20 + a * 256 + b)
end

local function isTombstone(value) return byte(value, 9) % 4 >= 2 end
local function hasMoved(value) return byte(value, 9) % 8 >= 4 end
local function hasDue(value) return byte(value, 9) % 16 >= 8 end

-- Takes the set of `old` (nil: none) back over the chain it was added to, and adds that of `new`.
local function move(old, new)
  if old and isTombstone(old) then old = nil end
  local before, after = old and setOf(old), new and setOf(new)
  local same = 0
  if before and after and pathOf(old) == pathOf(new) then
    while before[same + 1] and before[same + 1] == after[same + 1] do same = same + 1 end
    if not before[same + 1] and not after[same + 1] then return end
    same = same + 1
  end
  if before then addSet(old, before, -1, same) end
  if after then addSet(new, after, 1, same) end
end

-- Takes back only what `old` adds to the present state: what is dropped by age stays in its buckets.
local function leave(old)
  local t, p = setOf(old), 5
  while t[p] ~= 0 do p = group(t, p, 0, 0, nil, 0) end
  addGauges(t, p + 1, pathOf(old), -1)
end

local applied, negative, touched = 0, 0, {}

-- Text of whole numbers: Redis would print each anew, and most recur.
local texts = {}
local function text(n)
  local s = texts[n]
  if not s then s = string.format('%d', n); texts[n] = s end
  return s
end

local function apply(name, fields)
  local any = false
  for field, amount in pairs(fields) do
    if amount ~= 0 then
      any = true
      field = text(field)
      local value = call('HINCRBY', name, field, text(amount))
      if value == 0 then call('HDEL', name, field) elseif value < 0 then negative = negative + 1 end
      applied = applied + 1
    end
  end
  return any
end

local function applyGrouped(tables, letter)
  for key, fields in pairs(tables) do
    local region = key % REGION
    if apply(prefix .. letter .. text(region) .. ':' .. text(floor(key / REGION)), fields) then touched[region] = true end
  end
end

local function many(command, key, list)
  for i = 1, #list, 1000 do
    call(command, key, unpack(list, i, math.min(i + 999, #list)))
  end
end

-- Applies every delta that is not zero and marks the regions changed.
local function flushAll()
  expand()
  for region, fields in pairs(gauges) do
    if apply(prefix .. 'g:' .. text(region), fields) then touched[region] = true end
  end
  applyGrouped(minutes, 'q:')
  applyGrouped(hours, 'h:')
  applyGrouped(days, 'd:')
  applyGrouped(durations, 'u:')
  for hour, fields in pairs(heat) do
    for field, amount in pairs(fields) do
      if amount ~= 0 then
        local name = prefix .. 'x:' .. text(hour)
        if call('HINCRBY', name, field, text(amount)) == 0 then call('HDEL', name, field) end
        applied = applied + 1
      end
    end
  end
  if next(touched) then
    local seq, marks = call('HINCRBY', KEYS[1], 'seq', 1), {}
    for region in pairs(touched) do
      marks[#marks + 1] = text(seq)
      marks[#marks + 1] = text(region)
    end
    many('ZADD', prefix .. 'ch', marks)
  end
end

-- Feed state. ARGV[at..]: feed ('' none), cursor or '', its order among this feed's cursors, the least order
-- that this shard must have, asOf or '', accepted, expired, now, number of rejects and notes, then field
-- ("r:" or "n:" and the reason), count, sample of each.
local function feedEnd(at) return at + 9 + 3 * tonumber(ARGV[at + 8]) end

-- A cursor may only follow the one that was read: where this Redis has lost later writes (a failover, an
-- older file), a page that goes on from them would leave a gap that no pull would ever close.
local function checkFeed(at)
  if ARGV[at] == '' or ARGV[at + 1] == '' then return nil end
  local order = tonumber(call('HGET', prefix .. 'f:' .. ARGV[at], 'order') or 0)
  if order >= tonumber(ARGV[at + 3]) then return nil end
  return redis.error_reply('REWOUND feed ' .. ARGV[at] .. ' stands at page ' .. order .. ' here, the page sent goes on from ' .. ARGV[at + 3])
end

local function moveFeed(at, expiredHere)
  local feed = ARGV[at]
  if feed == '' then return end
  local key = prefix .. 'f:' .. feed
  local expired, rejected = tonumber(ARGV[at + 6]) + expiredHere, 0
  for i = 0, tonumber(ARGV[at + 8]) - 1 do
    local reason, count, sample = ARGV[at + 9 + 3 * i], ARGV[at + 10 + 3 * i], ARGV[at + 11 + 3 * i]
    call('HINCRBY', key, reason, count)
    if sub(reason, 1, 2) == 'r:' then rejected = rejected + tonumber(count) end
    if sample ~= '' then
      call('XADD', prefix .. 'dl:' .. feed, 'MAXLEN', '~', 1000, '*', 'reason', sub(reason, 3), 'sample', sample, 'at', ARGV[at + 7], 'of', sub(reason, 1, 1))
    end
  end
  if ARGV[at + 5] ~= '0' then call('HINCRBY', key, 'accepted', ARGV[at + 5]) end
  if rejected > 0 then call('HINCRBY', key, 'rejected', rejected) end
  if expired > 0 then call('HINCRBY', key, 'expired', expired) end
  if ARGV[at + 1] ~= '' then call('HSET', key, 'cursor', ARGV[at + 1], 'order', ARGV[at + 2]) end
  if ARGV[at + 4] ~= '' then call('HSET', key, 'asOf', ARGV[at + 4]) end
end

local function micros() return floor(clock() - started) end

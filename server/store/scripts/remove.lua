-- Takes entities out and leaves versioned tombstones.
-- KEYS[1] meta hash of the shard
-- ARGV[1] key prefix · [2] kind · [3] ms until which tombstones are kept · [4] 4 when they moved to another
--   shard, 0 when they are gone · [5..] feed (lib: moveFeed) · then of each: id, version of its removal ('' that of the stored record), '1' when that counts revisions
-- Returns { outcome a letter an id (a removed, u left: unknown, gone already, or newer), µs, increments, negatives }
local rewound = checkFeed(5)
if rewound then return rewound end
local entities, due = prefix .. 'e:' .. ARGV[2], prefix .. 'due'
local first = feedEnd(5)
local ids, outcome, stored = {}, {}, {}
for i = first, #ARGV, 3 do ids[#ids + 1] = ARGV[i] end
if #ids > 0 then stored = call('HMGET', entities, unpack(ids)) end
for i = 1, #ids do if stored[i] then wantPath(stored[i]) end end
loadPaths()

local store, dueAdd, gone, rows = {}, {}, {}, {}
for i, id in ipairs(ids) do
  local old = stored[i]
  outcome[i] = 'u'
  if old then
    local version, flags = struct.unpack('>dB', old)
    local byRevision, at = flags % 2, version
    local given = ARGV[first + i * 3 - 2]
    if given ~= '' then at, byRevision = tonumber(given), tonumber(ARGV[first + i * 3 - 1]) end
    local comparable = byRevision == flags % 2
    if not comparable or at >= version then
      if not isTombstone(old) then
        outcome[i] = 'a'
        move(old, nil)
        gone[#gone + 1] = id
        local a, b, c, d, e = byte(old, 10, 14)
        local day = a * 256 + b
        if day ~= 65535 and day >= wmColumn then rows[#rows + 1] = { day, c * 65536 + d * 256 + e } end
      end
      -- An older tombstone takes the greater version too.
      store[#store + 1] = id
      store[#store + 1] = struct.pack('>dB', at, byRevision + 2 + 8 + ARGV[4]) .. '\255\255\0\0\0' .. sub(old, 15, 17) .. '\0\0'
      dueAdd[#dueAdd + 1] = ARGV[3]
      dueAdd[#dueAdd + 1] = ARGV[2] .. ':' .. id
    end
  end
end
flushAll()
many('HSET', entities, store)
many('ZADD', due, dueAdd)
if ARGV[2] == 'case' then many('ZREM', prefix .. 'rc', gone) end
for _, r in ipairs(rows) do call('SETRANGE', prefix .. 'c:' .. r[1], r[2] * 24, string.rep('\0', 24)) end
moveFeed(5, 0)
return { table.concat(outcome), micros(), applied, negative }

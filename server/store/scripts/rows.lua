-- Reads the rows of several regions, and feeds' state, at one moment.
-- KEYS[1] meta hash of the shard
-- ARGV[1] key prefix · [2] today's local day · [3] yesterday's · [4] hour of the partial hour of yesterday
--   · [5] packed u16 indicators wanted of today · [6] packed u32 fields of yesterday's full hours
--   · [7] packed u32 fields of the partial hour's minutes · [8] how many fields of [6] and of [7] belong
--   to each name, as "a,b" · [9] number of feeds · feeds · region numbers
-- Returns { packed row of each region …, then of each feed its HGETALL }. A row: n u16 { gauge u16, i32 },
--   n u16 { today u16, i32 }, duration sum f64, count u32, n u16 { bin u16, u32 }, yesterday's names f64 each
local call, pack, concat, floor = redis.call, struct.pack, table.concat, math.floor
local prefix, today = ARGV[1], tonumber(ARGV[2])
local inDay, block = today % 32, floor(today / 32)

local function fieldsOf(packed, width, format)
  local list, n = {}, 0
  for at = 1, #packed, width do n = n + 1; list[n] = struct.unpack(format, packed, at) end
  return list, n
end
local wanted, wantedCount = fieldsOf(ARGV[5], 2, '>I2')
local dayFields, isWanted = {}, {}
for i = 1, wantedCount do
  dayFields[i] = wanted[i] * 32 + inDay
  isWanted[wanted[i]] = true
end
local hourFields = fieldsOf(ARGV[6], 4, '>I4')
local minuteFields = fieldsOf(ARGV[7], 4, '>I4')
local perHour, perMinute = string.match(ARGV[8], '(%d+),(%d+)')
perHour, perMinute = tonumber(perHour), tonumber(perMinute)

local function packedPairs(out, count, parts)
  out[#out + 1] = pack('>I2', count)
  out[#out + 1] = concat(parts)
end

local function gaugesOf(out, region)
  local all, parts = call('HGETALL', prefix .. 'g:' .. region), {}
  for i = 1, #all, 2 do parts[#parts + 1] = pack('>I2i4', tonumber(all[i]), tonumber(all[i + 1])) end
  packedPairs(out, #parts, parts)
end

-- A small hash is read whole, of a large one only the fields wanted.
local function todayOf(out, region)
  local key, parts = prefix .. 'd:' .. region .. ':' .. block, {}
  if wantedCount > 0 and call('HLEN', key) > 4 * wantedCount then
    local values = call('HMGET', key, unpack(dayFields))
    for i = 1, wantedCount do
      if values[i] then parts[#parts + 1] = pack('>I2i4', wanted[i], tonumber(values[i])) end
    end
  else
    local all = call('HGETALL', key)
    for i = 1, #all, 2 do
      local field = tonumber(all[i])
      local ind = floor(field / 32)
      if field % 32 == inDay and isWanted[ind] then parts[#parts + 1] = pack('>I2i4', ind, tonumber(all[i + 1])) end
    end
  end
  packedPairs(out, #parts, parts)
end

local binFields
local function durationOf(out, region)
  local key, parts, sum, count = prefix .. 'u:' .. region .. ':' .. block, {}, 0, 0
  local function take(field, value)
    local bin = floor(field / 32) - 2
    if bin == -2 then sum = value elseif bin == -1 then count = value
    else parts[#parts + 1] = pack('>I2I4', bin, value) end
  end
  if call('HLEN', key) > 1000 then
    if not binFields then
      binFields = {}
      for i = 0, 541 do binFields[i + 1] = i * 32 + inDay end
    end
    local values = call('HMGET', key, unpack(binFields))
    for i = 1, #binFields do if values[i] then take(binFields[i], tonumber(values[i])) end end
  else
    local all = call('HGETALL', key)
    for i = 1, #all, 2 do
      local field = tonumber(all[i])
      if field % 32 == inDay then take(field, tonumber(all[i + 1])) end
    end
  end
  out[#out + 1] = pack('>dI4', sum, count)
  packedPairs(out, #parts, parts)
end

local function addUp(key, fields, each, sums)
  if #fields == 0 or call('EXISTS', key) == 0 then return end
  local values = call('HMGET', key, unpack(fields))
  for i = 1, #fields do
    if values[i] then
      local name = floor((i - 1) / each) + 1
      sums[name] = sums[name] + tonumber(values[i])
    end
  end
end

local feeds = tonumber(ARGV[9])
local answer = {}
for a = 10 + feeds, #ARGV do
  local region, out, sums = ARGV[a], {}, { 0, 0 }
  gaugesOf(out, region)
  todayOf(out, region)
  durationOf(out, region)
  addUp(prefix .. 'h:' .. region .. ':' .. ARGV[3], hourFields, perHour, sums)
  addUp(prefix .. 'q:' .. region .. ':' .. ARGV[4], minuteFields, perMinute, sums)
  out[#out + 1] = pack('>dd', sums[1], sums[2])
  answer[#answer + 1] = concat(out)
end
for i = 10, 9 + feeds do answer[#answer + 1] = call('HGETALL', prefix .. 'f:' .. ARGV[i]) end
return answer

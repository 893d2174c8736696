-- Moves a feed's cursor and counts with no record.
-- KEYS[1] meta hash of the shard · ARGV[1] key prefix · [2..] feed (lib: moveFeed)
-- Returns µs
local rewound = checkFeed(2)
if rewound then return rewound end
moveFeed(2, 0)
return micros()

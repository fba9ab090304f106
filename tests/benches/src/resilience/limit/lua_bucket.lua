-- A token bucket in a hash. KEYS[1]: the bucket; ARGV: tokens a second, the most that it holds, tokens asked for.
local rate, most, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or most
tokens = math.min(most, tokens + math.max(0, now - (tonumber(bucket[2]) or now)) * rate)
local admitted = tokens >= cost
if admitted then
  tokens = tokens - cost
end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((most - tokens) / rate * 1000) + 1000)
return {admitted and 1 or 0, math.floor(tokens)}

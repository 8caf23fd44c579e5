-- The load of wrk, told by BENCH_* in the environment: method, path, body with holes {{name}}, their bounds, size of the batch.
local env = os.getenv
local batch = tonumber(env("BENCH_BATCH") or "0")
math.randomseed(tonumber(env("BENCH_SEED") or "1"))

local headers = {}
for line in (env("BENCH_HEADERS") or ""):gmatch("[^\n]+") do
  local name, value = line:match("^([^:]+):%s*(.*)$")
  headers[name] = value
end

local holes, values = {}, {}
for name, from, to in (env("BENCH_HOLES") or ""):gmatch("(%w+):(%d+):(%d+)") do
  holes[#holes + 1] = { name = name, from = tonumber(from), width = tonumber(to) - tonumber(from) + 1 }
end

-- The pieces of a text: strings, and the names of holes in tables.
local function pieces(text)
  local parts, at = {}, 1
  while true do
    local first, last, name = text:find("{{(%w+)}}", at)
    if not first then break end
    parts[#parts + 1] = text:sub(at, first - 1)
    parts[#parts + 1] = { name }
    at = last + 1
  end
  parts[#parts + 1] = text:sub(at)
  return parts
end

local function put(out, parts, item)
  for i = 1, #parts do
    local part = parts[i]
    if type(part) == "string" then out[#out + 1] = part
    elseif part[1] == "item" then out[#out + 1] = item
    else out[#out + 1] = values[part[1]] end
  end
end

local path = pieces(env("BENCH_PATH") or "/")
local body = env("BENCH_BODY") and pieces(env("BENCH_BODY"))
local numbers = {}
for i = 1, batch do numbers[i] = string.format("%02d", i - 1) end

function request()
  for i = 1, #holes do
    local hole = holes[i]
    values[hole.name] = string.format("%.0f", hole.from + math.floor(math.random() * hole.width))
  end
  local where, what = {}, {}
  put(where, path)
  if body and batch > 0 then
    for i = 1, batch do
      what[#what + 1] = i == 1 and "[" or ","
      put(what, body, numbers[i])
    end
    what[#what + 1] = "]"
  elseif body then put(what, body) end
  return wrk.format(env("BENCH_METHOD"), table.concat(where), headers, body and table.concat(what) or nil)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"broken":%d,"refused":%d,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f}\n',
    summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end

-- SPDX-License-Identifier: BSD-3-Clause
-- wrk's part of bench/callback-endpoint: every request is another event, and each thread counts its events by the status of the response. With
-- one connection per thread the responses come in the order of the requests, so that a count says which events they were.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(args)
  targets = dofile(args[1])
  sent, stored, refused = 0, 0, 0
  -- wrk makes the first thread's first request only to look at it, and does not send it.
  if number == 1 then
    sent = -1
  end
end

function request()
  sent = sent + 1
  local target = targets[(sent * 7 + number * 131) % #targets + 1]
  local body = string.format('{"LastNotifiedStatus":"FormViewed","RequestID":"%s","LastNotifiedTime":"%d-%d"}', target[2], number, sent)
  return wrk.format("POST", target[1], { ["Content-Type"] = "application/json" }, body)
end

function response(status)
  if status == 204 and refused == 0 then
    stored = stored + 1
  elseif status ~= 204 then
    refused = refused + 1
  end
end

function done(summary, latency)
  local accepted, failed = {}, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do
    table.insert(accepted, tostring(thread:get("stored")))
    failed = failed + thread:get("refused")
  end
  io.write(string.format('RESULT {"seconds": %f, "p50": %f, "p99": %f, "longest": %f, "failed": %d, "accepted": [%s]}\n',
    summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000, failed, table.concat(accepted, ", ")))
end

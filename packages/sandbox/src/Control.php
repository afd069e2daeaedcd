<?php
declare(strict_types=1);

namespace CotpSandbox;

/** What tests steer the sandbox with. An Authorization header narrows it to that account. */
final class Control
{
    private const TABLES = ['setting', 'card_request', 'status_change', 'message', 'callback', 'callback_attempt', 'card', 'destination', 'fault', 'counter'];

    private Faults $faults;

    public function __construct(private Store $store, private Clock $clock, private Cards $cards, private Overview $overview)
    {
        $this->faults = new Faults($store);
    }

    public function answer(HttpRequest $request): Answer
    {
        $path = implode('/', array_slice($request->segments, 1));
        $account = Account::named($request);
        try {
            return $this->store->transaction(fn (): Answer => match ("{$request->method} $path") {
                'GET clock' => $this->showClock(),
                'POST clock' => $this->moveClock($request->jsonObject()),
                'GET faults' => Answer::json(200, $this->faults->waiting($account)),
                'POST faults' => Answer::json(201, ['id' => $this->faults->add($account, $request->jsonObject())]),
                'DELETE faults' => $this->clearFaults($account),
                'GET stats.json' => Answer::json(200, (new Counters($this->store))->totals($account)),
                'GET requests.json' => Answer::json(200, $this->overview->requests($account, $request->origin())),
                'GET cards.json' => Answer::json(200, $this->overview->cards($account)),
                'POST use-cvv' => $this->useCvv($request->jsonObject()),
                'POST reset' => $this->reset(),
                default => new Answer(404),
            });
        } catch (ApiError $error) {
            return $error->answer($request);
        }
    }

    private function showClock(): Answer
    {
        $now = $this->clock->now();
        return Answer::json(200, ['now' => Clock::text($now), 'unix' => $now, 'offset' => $this->clock->offset(), 'frozen' => $this->clock->isFrozen()]);
    }

    /** @param array<string, mixed> $order */
    private function moveClock(array $order): Answer
    {
        $seconds = $order['advance'] ?? 0;
        $freeze = $order['freeze'] ?? null;
        $unknown = array_diff(array_keys($order), ['advance', 'freeze']);
        if ($unknown !== [] || !(is_int($seconds) || is_float($seconds)) || $seconds < 0 || $seconds > 10 * 365 * 86400 || !($freeze === null || is_bool($freeze))) {
            throw new ApiError(-125, '"advance" must be a number of seconds from 0 to ten years; "freeze" must be true or false.');
        }
        if ($freeze === true) {
            $this->clock->freeze();
        } elseif ($freeze === false && $this->clock->isFrozen()) {
            $this->clock->thaw();
        }
        $this->clock->advance((float) $seconds);
        return $this->showClock();
    }

    private function clearFaults(?string $account): Answer
    {
        $this->faults->clear($account);
        return new Answer(200);
    }

    /** @param array<string, mixed> $order */
    private function useCvv(array $order): Answer
    {
        [$token, $type, $data] = [$order['token'] ?? '', $order['type'] ?? '', $order['data'] ?? ''];
        if (!is_string($token) || !is_string($type) || !is_string($data)) {
            throw new ApiError(-125, 'token, type, data: texts.');
        }
        if (!$this->cards->useCvv($token, $type, $data)) {
            throw new ApiError(-160, 'There is no such destination, or its quota is used up.');
        }
        return new Answer(200);
    }

    private function reset(): Answer
    {
        foreach (self::TABLES as $table) {
            $this->store->write("DELETE FROM $table");
        }
        return new Answer(200);
    }
}

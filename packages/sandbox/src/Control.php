<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The control API for tests. An Authorization header limits most requests to that account. */
final class Control
{
    private const TABLES = ['setting', 'card_request', 'status_change', 'message', 'callback', 'callback_attempt', 'card', 'destination', 'fault', 'counter'];

    private Faults $faults;

    public function __construct(private Store $store, private Clock $clock, private Cards $cards, private Overview $overview)
    {
        $this->faults = new Faults($store);
    }

    public function handle(HttpRequest $request): Response
    {
        $path = implode('/', array_slice($request->segments, 1));
        $account = Account::of($request);
        try {
            $route = ControlRoute::tryFrom("{$request->method} $path");
            return $route === null ? new Response(404) : $this->store->transaction(fn (): Response => $this->perform($route, $account, $request));
        } catch (ApiError $error) {
            return ErrorForm::Block->response($error, $request);
        }
    }

    private function perform(ControlRoute $route, ?string $account, HttpRequest $request): Response
    {
        return match ($route) {
            ControlRoute::ShowClock => $this->showClock(),
            ControlRoute::MoveClock => $this->moveClock($request->jsonObject()),
            ControlRoute::ListFaults => Response::json(200, $this->faults->waiting($account)),
            ControlRoute::ScheduleFault => Response::json(201, ['id' => $this->faults->add($account, $request->jsonObject())]),
            ControlRoute::DeleteFaults => $this->clearFaults($account),
            ControlRoute::CountRequests => Response::json(200, (new Counters($this->store))->totals($account)),
            ControlRoute::ListRequests => Response::json(200, $this->overview->requests($account, $request->origin())),
            ControlRoute::ListCards => Response::json(200, $this->overview->cards($account)),
            ControlRoute::UseSecurityCode => $this->useCvv($request->jsonObject()),
            ControlRoute::Reset => $this->reset(),
        };
    }

    private function showClock(): Response
    {
        $now = $this->clock->now();
        return Response::json(200, ['now' => Clock::text($now), 'unix' => $now, 'offset' => $this->clock->offset(), 'frozen' => $this->clock->isFrozen()]);
    }

    /** @param array<mixed> $body */
    private function moveClock(array $body): Response
    {
        $seconds = $body['advance'] ?? 0;
        $freeze = $body['freeze'] ?? null;
        $unknown = array_diff(array_keys($body), ['advance', 'freeze']);
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

    private function clearFaults(?string $account): Response
    {
        $this->faults->clear($account);
        return new Response(200);
    }

    /** @param array<mixed> $body */
    private function useCvv(array $body): Response
    {
        [$token, $type, $data] = [$body['token'] ?? '', $body['type'] ?? '', $body['data'] ?? ''];
        if (!is_string($token) || !is_string($type) || !is_string($data)) {
            throw new ApiError(-125, '"token", "type" and "data" must be strings.');
        }
        if (!$this->cards->useCvv($token, $type, $data)) {
            throw new ApiError(-160, 'There is no such destination, or its quota is used up.');
        }
        return new Response(200);
    }

    private function reset(): Response
    {
        foreach (self::TABLES as $table) {
            $this->store->write("DELETE FROM $table");
        }
        return new Response(200);
    }
}

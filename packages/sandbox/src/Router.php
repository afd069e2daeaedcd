<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Passes each request to the part of the sandbox that handles its path. */
final class Router
{
    private Clock $clock;

    public function __construct(private Store $store, private Variant $variant)
    {
        $this->clock = new Clock($store);
    }

    public function handle(HttpRequest $request): Response
    {
        $callbacks = new Callbacks($this->store, $this->variant);
        $requests = new CardRequests($this->store, $this->clock, $callbacks);
        $cards = new Cards($this->store, $this->clock, $this->variant);
        (new Progress($this->store, $this->clock, $requests, $cards))->applyDue();
        return match ($request->segments[0]) {
            'api' => (new Api($this->store, $this->variant, $requests, $cards))->handle($request),
            'form' => (new GuestForm($this->store, $this->clock, $requests, $cards))->handle($request),
            'sandbox' => (new Control($this->store, $this->clock, $cards, new Overview($this->store)))->handle($request),
            default => (new Pages(new Overview($this->store)))->handle($request),
        };
    }
}

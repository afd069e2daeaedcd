<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * The page behind the link: where the guest enters a card, or the security code of a stored one.
 *
 * @phpstan-import-type RequestRow from CardRequests
 * @phpstan-import-type CardRow from Cards
 */
final class GuestForm
{
    public function __construct(private Store $store, private Clock $clock, private CardRequests $requests, private Cards $cards)
    {
    }

    public function handle(HttpRequest $request): Response
    {
        $link = $request->segments[1] ?? '';
        // One transaction: of two simultaneous submissions, the second must find the card of the first.
        return $this->store->transaction(function () use ($request, $link): Response {
            $cardRequest = $this->requests->byLink($link);
            if ($cardRequest === null || count($request->segments) !== 2) {
                return FormPages::unknownLink();
            }
            if (!CardRequests::isOpen($cardRequest['status'])) {
                return FormPages::closed($cardRequest['status']);
            }
            if ($request->method === 'HEAD') {
                return new Response(200);         // a mail program's preview does not count as a view
            }
            $this->requests->viewed($cardRequest);
            return $request->method === 'POST' ? $this->submit($this->requests->byLink($link) ?? $cardRequest, $request) : $this->form($cardRequest, '');
        });
    }

    /** @param RequestRow $cardRequest */
    private function submit(array $cardRequest, HttpRequest $request): Response
    {
        $problem = $cardRequest['kind'] === 'card'
            ? $this->storeCard($cardRequest, $request)
            : $this->storeCode($cardRequest, $request);
        if ($problem !== '') {
            $this->requests->changeStatus($cardRequest, 'StoreFailed', $this->clock->now());
            return $this->form($cardRequest, $problem);
        }
        // A redirect, so that neither "reload" nor "back" submits the card again.
        return new Response(303, '', ['Location' => "/form/{$cardRequest['link']}", 'Cache-Control' => 'no-store']);
    }

    /**
     * @param RequestRow $cardRequest
     * @return string the problem in words for the guest, or ''
     */
    private function storeCard(array $cardRequest, HttpRequest $request): string
    {
        $number = self::field($request, 'card_number');
        $problem = CardInput::problem($number, self::field($request, 'expiry'), self::field($request, 'security_code'), $this->clock->now());
        if ($problem === '') {
            $this->requests->completed($cardRequest, $this->cards->store($cardRequest['account'], CardInput::lastFour($number)));
        }
        return $problem;
    }

    /**
     * @param RequestRow $cardRequest
     * @return string the problem in words for the guest, or ''
     */
    private function storeCode(array $cardRequest, HttpRequest $request): string
    {
        $card = $this->sourceCard($cardRequest);
        if ($card === null) {
            return 'This card is no longer stored.';
        }
        $problem = CardInput::codeProblem(self::field($request, 'security_code'), $card['last_four']);
        if ($problem === '') {
            $this->requests->completed($cardRequest, $this->cards->duplicate($card));
        }
        return $problem;
    }

    /** @param RequestRow $cardRequest */
    private function form(array $cardRequest, string $problem): Response
    {
        $fields = Json::object($cardRequest['fields']);
        $message = new Message($cardRequest['kind'], $fields);
        if ($cardRequest['kind'] === 'card') {
            return FormPages::card($message, $fields, $problem);
        }
        return FormPages::securityCode($message, $fields, $problem, $this->sourceCard($cardRequest)['last_four'] ?? '????');
    }

    /**
     * @param RequestRow $cardRequest
     * @return ?CardRow
     */
    private function sourceCard(array $cardRequest): ?array
    {
        try {
            return $this->cards->find($cardRequest['account'], (string) $cardRequest['source_token']);
        } catch (ApiError) {
            return null;
        }
    }

    private static function field(HttpRequest $request, string $name): string
    {
        $value = $request->form[$name] ?? '';
        return is_string($value) ? $value : '';
    }
}

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
    private const METHODS = ['GET', 'HEAD', 'POST'];

    public function __construct(private Store $store, private Clock $clock, private CardRequests $requests, private Cards $cards)
    {
    }

    public function handle(HttpRequest $request): Response
    {
        if (!in_array($request->method, self::METHODS, true)) {
            return new Response(405, '', ['Allow' => implode(', ', self::METHODS)]);
        }
        $link = $request->segments[1] ?? '';
        // One transaction: of two simultaneous submissions, the second must find the card of the first.
        return $this->store->transaction(function () use ($request, $link): Response {
            $cardRequest = $this->requests->byLink($link);
            if ($cardRequest === null || count($request->segments) !== 2) {
                return FormPages::unknownLink($request->header('accept-language'));
            }
            $fields = Json::object($cardRequest['fields']);
            if (!CardRequests::isOpen($cardRequest['status'])) {
                return FormPages::closed($cardRequest['status'], $fields);
            }
            if (!self::isPreview($request)) {
                $this->requests->viewed($cardRequest);
                $cardRequest = $this->requests->byLink($link) ?? $cardRequest;
            }
            $input = $request->method === 'POST' ? $request : null;
            return $cardRequest['kind'] === 'card' ? $this->card($cardRequest, $fields, $input) : $this->securityCode($cardRequest, $fields, $input);
        });
    }

    /** Whether only a program looks at the page: a mail program's link check, or a browser that loads pages in advance. */
    private static function isPreview(HttpRequest $request): bool
    {
        $purposes = array_map($request->header(...), ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']);
        return $request->method === 'HEAD'
            || ($request->method === 'GET' && preg_grep('/^(?:prefetch|preview)\b/i', $purposes) !== []);
    }

    /**
     * @param RequestRow $cardRequest
     * @param array<string, mixed> $fields
     * @param ?HttpRequest $input null if the guest only opens the form
     */
    private function card(array $cardRequest, array $fields, ?HttpRequest $input): Response
    {
        $message = new Message('card', $fields);
        if ($input === null) {
            return FormPages::card($message, $fields);
        }
        [$number, $expiry, $code] = [self::field($input, 'card_number'), self::field($input, 'expiry'), self::field($input, 'security_code')];
        $problems = CardInput::problems($number, $expiry, $code, $this->clock->now());
        if ($problems !== []) {
            return $this->failed($cardRequest, FormPages::card($message, $fields, $problems, CardInput::shownExpiry($expiry, !isset($problems['security_code']))));
        }
        return $this->stored($cardRequest, $this->cards->store($cardRequest['account'], CardInput::lastFour($number)));
    }

    /**
     * @param RequestRow $cardRequest
     * @param array<string, mixed> $fields
     * @param ?HttpRequest $input null if the guest only opens the form
     */
    private function securityCode(array $cardRequest, array $fields, ?HttpRequest $input): Response
    {
        $message = new Message('cvv', $fields);
        $card = $this->sourceCard($cardRequest);
        if ($card === null) {
            return $input === null ? FormPages::cardGone(410, $fields) : $this->failed($cardRequest, FormPages::cardGone(422, $fields));
        }
        if ($input === null) {
            return FormPages::securityCode($message, $fields, $card['last_four']);
        }
        $problem = CardInput::codeProblem(self::field($input, 'security_code'), $card['last_four']);
        if ($problem !== null) {
            return $this->failed($cardRequest, FormPages::securityCode($message, $fields, $card['last_four'], ['security_code' => $problem]));
        }
        return $this->stored($cardRequest, $this->cards->duplicate($card));
    }

    /** @param RequestRow $cardRequest */
    private function failed(array $cardRequest, Response $page): Response
    {
        $this->requests->changeStatus($cardRequest, 'StoreFailed', $this->clock->now());
        return $page;
    }

    /** @param RequestRow $cardRequest */
    private function stored(array $cardRequest, string $token): Response
    {
        $this->requests->completed($cardRequest, $token);
        // A redirect, so that neither "reload" nor "back" submits the card again.
        return new Response(303, '', ['Location' => "/form/{$cardRequest['link']}", 'Cache-Control' => 'no-store']);
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

<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/**
 * Values that tell in Retrieve's response which name carried them. Each is valid for its field, and each is used for one
 * name only, except where the field has only one sensible value: destinations, the delivery method, 3-D Secure, and the
 * booker's id if it was given.
 */
final readonly class Markers
{
    private const LANGUAGES = ['FR', 'DE', 'ES', 'IT', 'PT', 'NL', 'PL', 'SV', 'DA', 'FI', 'CS', 'HU', 'RO', 'EL', 'TR', 'RU', 'JA', 'ZH', 'KO', 'AR', 'HE', 'BG', 'HR', 'SK', 'SL', 'NO', 'UK', 'LT'];
    private const CURRENCIES = ['EUR', 'GBP', 'USD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'CAD', 'AUD', 'JPY', 'NZD', 'MXN', 'ZAR', 'THB', 'ILS', 'TRY', 'RON', 'BGN', 'SGD', 'HKD', 'INR', 'BRL', 'AED'];
    /** Fields of which all candidates have the same value. */
    private const SHARED = ['form.email', 'form.phone', 'form.deliveryMethod', 'form.threeDs'];

    private const FIELDS = [
        'bookerId', 'email', 'phone', 'callbackUrl', 'cardUri', 'recipientName', 'bookerName', 'language', 'css', 'amount', 'currency', 'supportLink',
        'supportLinkText', 'supportEmail', 'supportPhone', 'threeDs', 'merchantName', 'headerText', 'footerText', 'template', 'deliveryMethod',
    ];

    public function __construct(
        private Tester $tester,
        private string $deliveryValue,
        private string $phoneFormat,
        private int $message,
        private ?string $bookerId = null,
        private ?string $callbackUrl = null,
    ) {
    }

    public function isShared(string $key): bool
    {
        return in_array($key, self::SHARED, true) || ($key === 'form.bookerId' && $this->bookerId !== null);
    }

    /** Returns the value for the candidate with this number of this field. */
    public function value(string $key, int $number): string|int|bool
    {
        $token = $this->token($key, $number);
        return match ($key) {
            'form.email', 'form.phone' => $this->tester->asSent($this->phoneFormat),
            'form.deliveryMethod' => $this->deliveryValue,
            'form.threeDs' => $this->message === 1,
            'form.bookerId' => $this->bookerId ?? "probe-$token",
            'form.language' => self::pick(self::LANGUAGES, $number + 3 * ($this->message - 1)),
            'form.currency' => self::pick(self::CURRENCIES, $number + 3 * ($this->message - 1)),
            'form.amount' => 100 * $this->message + $number + 1,
            'form.callbackUrl' => $this->callbackUrl === null
                ? "https://$token." . DestinationGuard::RESERVED_HOST . '/callback'
                : $this->callbackUrl . (str_contains($this->callbackUrl, '?') ? '&' : '?') . "probe=$token",
            'form.supportLink' => "https://$token." . DestinationGuard::RESERVED_HOST . '/',
            'form.supportEmail' => "$token@" . DestinationGuard::RESERVED_HOST,
            'form.supportPhone' => '+120255501' . sprintf('%02d', (20 * $this->message + $number) % 100),
            default => "Probe $token",
        };
    }

    /** Whether an echoed value is the marker. */
    public function matches(string $key, int $number, mixed $echoed): bool
    {
        if ($key === '') {
            return false;
        }
        $marker = $this->value($key, $number);
        if (is_bool($marker)) {
            return $echoed === $marker || (is_string($echoed) && strcasecmp($echoed, $marker ? 'true' : 'false') === 0);
        }
        if (!is_scalar($echoed) || is_bool($echoed)) {
            return false;
        }
        $text = trim((string) $echoed);
        return match (true) {
            is_int($marker) => is_numeric($text) && (float) $text === (float) $marker,
            $key === 'form.email' || $key === 'form.phone' => $this->tester->is($text),
            $key === 'form.supportPhone' => preg_replace('/\D/', '', $text) === preg_replace('/\D/', '', $marker),
            $this->isShared($key), $key === 'form.currency' => strcasecmp($text, $marker) === 0,
            $key === 'form.language' => preg_match('/^' . $marker . '(?:[-_][A-Za-z]{2,4})?$/Di', $text) === 1,
            default => stripos($text, $this->token($key, $number)) !== false,
        };
    }

    /** Returns a word that appears nowhere else: six letters, so that it is allowed even in a name. */
    public function token(string $key, int $number): string
    {
        $field = (int) array_search(substr($key, 5), self::FIELDS, true);
        return 'zq' . chr(96 + $this->message) . chr(97 + $field) . chr(97 + intdiv($number, 26) % 26) . chr(97 + $number % 26);
    }

    /** @param list<string> $values */
    private static function pick(array $values, int $number): string
    {
        return $values[$number % count($values)];
    }
}

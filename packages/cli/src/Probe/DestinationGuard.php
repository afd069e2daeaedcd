<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use LogicException;

/**
 * The last check before a request leaves: a raw request has no destination at all, and in a message every address
 * and number is the tester's, a reserved one that nobody has, or a URL that leads nowhere. A violation is a fault of the
 * probe, so it ends the run.
 */
final readonly class DestinationGuard
{
    private const EMAIL = '/[^\s@<>]+@[^\s@<>]+/';
    private const PHONE = '/^\s*(?:\+|00)?\d[\d ().\/-]{5,}\d\s*$/';
    /** Reserved for fiction in North America: nobody has these numbers. */
    private const RESERVED_PHONE = '/^120255501[0-9]{2}$/D';
    public const RESERVED_HOST = 'cotp-probe.invalid';

    public function __construct(private Tester $tester, private Candidates $candidates, private ?string $callbackUrl = null, private ?string $bookerId = null)
    {
    }

    /**
     * Rejects a body with anything that could be an address or a number.
     * @param array<array-key, mixed>|null $body
     */
    public static function requireNoDestination(?array $body): void
    {
        $body ??= [];
        array_walk_recursive($body, static function (mixed $value): void {
            $text = is_scalar($value) ? (string) $value : '';
            if (str_contains($text, '@') || preg_match(self::PHONE, $text)) {
                throw new LogicException('A request that is not a message must not contain an address or a number.');
            }
        });
    }

    /**
     * Checks all fields of a message by name.
     * @param array<array-key, mixed> $body
     */
    public function requireTesterOnly(array $body): void
    {
        foreach ($body as $name => $value) {
            $this->checkName((string) $name, $value);
            if (is_string($value) || is_int($value)) {
                $this->checkValue((string) $value);
            } elseif (!is_bool($value)) {
                self::reject((string) $name);
            }
        }
    }

    private function checkName(string $name, mixed $value): void
    {
        $channel = $this->tester->channel;
        $isDestination = $this->candidates->contains($channel->destination(), $name);
        if ($isDestination && !(is_string($value) && $this->tester->is($value))) {
            self::reject($name);
        }
        if (!$isDestination && $this->candidates->contains($channel->other()->destination(), $name)) {
            self::reject($name);
        }
        if ($this->candidates->contains('form.cardUri', $name)) {
            self::reject($name);
        }
    }

    private function checkValue(string $value): void
    {
        if ($this->tester->is($value) || $value === $this->bookerId) {
            return;
        }
        if (preg_match('~^[a-z][a-z0-9+.-]*://~i', $value)) {
            $host = strtolower((string) parse_url($value, PHP_URL_HOST));
            $isOwn = $this->callbackUrl !== null && str_starts_with($value, $this->callbackUrl);
            $isOwn || str_ends_with($host, '.invalid') || self::reject('a URL');
        } elseif (preg_match_all(self::EMAIL, $value, $addresses)) {
            foreach ($addresses[0] as $address) {
                str_ends_with(strtolower($address), '.invalid') || self::reject('an address');
            }
        } elseif (preg_match(self::PHONE, $value)) {
            preg_match(self::RESERVED_PHONE, (string) preg_replace('/\D/', '', $value)) || self::reject('a number');
        }
    }

    private static function reject(string $what): never
    {
        throw new LogicException("The probe was about to send a message that could reach somebody else ($what). Nothing was sent.");
    }
}

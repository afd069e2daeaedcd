<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use CotpCallbackVerifier;
use InvalidArgumentException;
use ValueError;

/**
 * One account at PCI Booking: its client, and the verifier that signs its callback URLs. A site with a single account
 * gives it to the ledger directly.
 */
final readonly class Account implements AccountProvider
{
    private const NAME = '~\A[\x21-\x2e\x30-\x7e]{1,60}\z~';

    /**
     * @param string $callbackUrl the URL of the controller that calls Ledger::receive(); the token is added to it
     * @param string $name identifies the account: 1 to 60 visible ASCII characters without "/"
     * @param string $environment separates the keys of staging from those of production, in the same form as $name
     * @param int $callbackLifetime how many seconds callbacks are accepted: longer than a link can be open
     * @throws ValueError when an argument is invalid
     */
    public function __construct(
        public Sender $sender,
        public CotpCallbackVerifier $verifier,
        public string $callbackUrl,
        public string $name = 'default',
        public string $environment = 'production',
        public int $callbackLifetime = 2_592_000,
    ) {
        foreach (['name' => $name, 'environment' => $environment] as $argument => $value) {
            if (preg_match(self::NAME, $value) !== 1) {
                throw new ValueError("Account: \$$argument must contain 1 to 60 visible ASCII characters without \"/\"");
            }
        }
        $verifier->url($callbackUrl, str_repeat('0', 32), $callbackLifetime);
    }

    public function account(string $name): self
    {
        return $name === $this->name ? $this : throw new InvalidArgumentException("The account \"$name\" does not exist.");
    }

    /** @internal the value of the column "account" */
    public function id(): string
    {
        return "$this->environment/$this->name";
    }

    /** @internal */
    public function urlFor(string $reference): string
    {
        return $this->verifier->url($this->callbackUrl, $reference, $this->callbackLifetime);
    }
}

<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Account;

use CotpCli\Command\AccountOptions;
use CotpCli\Command\ApiKey;
use CotpCli\Service\Target;
use CotpCli\UserError;

/** Where the API key of a command is: in a private file, or in the environment. Never among the arguments. */
final readonly class KeySource
{
    private function __construct(private ?string $file, private ?string $variable, private string $host)
    {
    }

    /** @param string $baseUri the service that gets the key */
    public static function of(?Profile $profile, ?string $file, string $baseUri): self
    {
        return new self($file ?? $profile?->keyFile, $profile?->keyVariable, Target::hostOf($baseUri));
    }

    /** Whether there is a key, valid or not. */
    public function isGiven(): bool
    {
        return $this->file !== null || (string) getenv($this->variable ?? ApiKey::VARIABLE) !== '';
    }

    /** @throws UserError when there is no valid key */
    public function key(): string
    {
        if ($this->file !== null) {
            return ApiKey::check(SecretFile::read($this->file, 'key file'));
        }
        $variable = $this->variable ?? ApiKey::VARIABLE;
        $key = (string) getenv($variable);
        if ($key === '') {
            throw new UserError("The API key is missing. Type it into the environment (read -rs $variable && export $variable), or give --key-file FILE.");
        }
        $this->variable !== null || self::requireOwnHost($this->host);
        return ApiKey::check($key);
    }

    /**
     * The key in the common variable belongs to the base URI beside it, if there is one.
     * @throws UserError when that is the base URI of another host
     */
    private static function requireOwnHost(string $host): void
    {
        $baseUri = (string) getenv(AccountOptions::BASE_URI_VARIABLE);
        if ($baseUri !== '' && Target::hostOf($baseUri) !== $host) {
            throw new UserError('The key in ' . ApiKey::VARIABLE . ' belongs to ' . AccountOptions::BASE_URI_VARIABLE . ", not to $host. Give --key-file FILE, or a key in the profile.");
        }
    }

    public function text(): string
    {
        return $this->file ?? 'environment variable ' . ($this->variable ?? ApiKey::VARIABLE);
    }
}

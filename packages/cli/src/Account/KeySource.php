<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Account;

use CotpCli\Command\ApiKey;
use CotpCli\UserError;

/** Where the API key of a command is: in a private file, or in the environment. Never among the arguments. */
final readonly class KeySource
{
    public function __construct(private ?string $file, private ?string $variable)
    {
    }

    public static function of(?Profile $profile, ?string $file): self
    {
        return new self($file ?? $profile?->keyFile, $profile?->keyVariable);
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
        return $key !== ''
            ? ApiKey::check($key)
            : throw new UserError("There is no API key. Type it into the environment (read -rs $variable && export $variable), or give --key-file FILE.");
    }

    public function text(): string
    {
        return $this->file ?? 'environment variable ' . ($this->variable ?? ApiKey::VARIABLE);
    }
}

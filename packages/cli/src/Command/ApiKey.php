<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use Symfony\Component\Console\Style\SymfonyStyle;

/** The API key: from a private file or the environment, or typed. It is not an option, because others can read the list of processes. */
final class ApiKey
{
    public const VARIABLE = 'PCIBOOKING_API_KEY';

    /** @throws UserError when no person can be asked, or the key is invalid */
    public static function typed(Terminal $terminal, SymfonyStyle $io, string $host): string
    {
        $typed = $terminal->isInteractive() ? $io->askHidden("The API key of your account at $host (it is not shown)") : null;
        return is_string($typed) && $typed !== '' ? self::check($typed)
            : throw new UserError('Set the environment variable ' . self::VARIABLE . ' to the API key of your account, or give --profile or --key-file.');
    }

    /** @throws UserError when the key is invalid */
    public static function check(#[\SensitiveParameter] string $key): string
    {
        if (!preg_match('/^[\x21-\x7e]{1,512}$/D', $key)) {
            throw new UserError('The API key must contain only visible ASCII characters, without spaces or line breaks.');
        }
        return $key;
    }
}

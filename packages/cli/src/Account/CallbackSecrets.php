<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Account;

use CotpCallbackVerifier;
use CotpCli\UserError;
use ValueError;

/**
 * The secrets that sign callback URLs: "ID:BASE64", as in the example site; older ones follow after a space or a line
 * break.
 */
final class CallbackSecrets
{
    public const VARIABLE = 'COTP_CALLBACK_SECRET';

    /**
     * @param array<string, string> $wire
     * @throws UserError when there are no valid secrets
     */
    public static function verifier(?string $file, array $wire): CotpCallbackVerifier
    {
        try {
            return new CotpCallbackVerifier(self::parse(self::text($file)), $wire);
        } catch (ValueError $error) {
            throw new UserError('The callback secret or the wire file is invalid: it ' . preg_replace('/^.*Argument #\d+ \(\$\w+\) /s', '', $error->getMessage()) . '.', previous: $error);
        }
    }

    private static function text(?string $file): string
    {
        if ($file !== null) {
            return SecretFile::read($file, 'secret file');
        }
        $text = (string) getenv(self::VARIABLE);
        return $text !== '' ? $text : throw new UserError('The callback secret is missing. Type it into the environment (read -rs ' . self::VARIABLE . ' && export ' . self::VARIABLE . '), or give --secret-file FILE.');
    }

    /** @return array<string, string> */
    private static function parse(#[\SensitiveParameter] string $text): array
    {
        $secrets = [];
        foreach (preg_split('/\s+/', trim($text)) ?: [] as $one) {
            $secret = preg_match('/^([A-Za-z0-9_-]+):(.+)$/D', $one, $match) === 1 ? base64_decode($match[2], true) : false;
            if ($secret === false) {
                throw new UserError('The callback secret must be ID:BASE64. Create one: echo "2026-11:$(openssl rand -base64 32)"');
            }
            $secrets[$match[1]] = $secret;
        }
        return $secrets;
    }
}

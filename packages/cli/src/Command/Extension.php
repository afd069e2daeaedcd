<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use CotpRequest;

/** The extension that the commands try out, or cotp/polyfill in its place. */
final class Extension
{
    /** @throws UserError when neither is there */
    public static function requireLoaded(): void
    {
        if (!self::isAvailable()) {
            throw new UserError(self::advice());
        }
    }

    public static function isAvailable(): bool
    {
        return class_exists(CotpRequest::class);
    }

    public static function version(): string
    {
        return phpversion('cotp') ?: 'plain PHP';
    }

    public static function advice(): string
    {
        return 'The PHP extension cotp is not loaded, and cotp/polyfill is not installed. Install the extension (pie install cotp/cotp) and add "extension=cotp" to '
            . (php_ini_loaded_file() ?: 'php.ini') . ', or start: php -d extension=/path/to/cotp.so bin/cotp …';
    }
}

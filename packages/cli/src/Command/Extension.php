<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;

/** The extension that the commands try out. */
final class Extension
{
    /** @throws UserError when it is not loaded */
    public static function requireLoaded(): void
    {
        if (!extension_loaded('cotp')) {
            throw new UserError(self::advice());
        }
    }

    public static function version(): string
    {
        return phpversion('cotp') ?: 'unknown';
    }

    public static function advice(): string
    {
        return 'The PHP extension cotp is not loaded. Install it (pie install cotp/cotp) and add "extension=cotp" to '
            . (php_ini_loaded_file() ?: 'php.ini') . ', or start: php -d extension=/path/to/cotp.so bin/cotp …';
    }
}

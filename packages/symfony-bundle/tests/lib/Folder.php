<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

/** The folder of one run, which is removed at its end. The web server of a test uses that of the test. */
final class Folder
{
    private static ?string $path = null;

    public static function path(): string
    {
        $given = getenv('TEST_FOLDER');
        if (is_string($given) && $given !== '') {
            return $given;
        }
        if (self::$path === null) {
            $path = (is_writable('/dev/shm') ? '/dev/shm' : sys_get_temp_dir()) . '/cotp-symfony-' . bin2hex(random_bytes(6));
            mkdir($path, 0700);
            $owner = getmypid();
            register_shutdown_function(static function () use ($path, $owner): void {
                getmypid() === $owner && exec('rm -rf --one-file-system ' . escapeshellarg($path));
            });
            self::$path = $path;
        }
        return self::$path;
    }
}

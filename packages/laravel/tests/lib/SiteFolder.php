<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use RuntimeException;

/** The folders of a site: storage, caches, database, and a vendor folder in which Laravel discovers this package. */
final class SiteFolder
{
    /** @var list<string> */
    private static array $created = [];

    public static function temporary(): string
    {
        $parent = is_writable('/dev/shm') ? '/dev/shm' : sys_get_temp_dir();
        $folder = "$parent/cotp-laravel-" . bin2hex(random_bytes(6));
        self::fill($folder);
        if (self::$created === []) {
            $owner = getmypid();
            register_shutdown_function(static function () use ($owner): void {
                getmypid() === $owner && exec('rm -rf --one-file-system ' . implode(' ', array_map(escapeshellarg(...), self::$created)));
            });
        }
        self::$created[] = $folder;
        return $folder;
    }

    public static function fill(string $folder): void
    {
        foreach (['bootstrap/cache', 'storage/framework/views', 'storage/framework/sessions', 'storage/framework/cache/data', 'storage/logs', 'storage/app', 'database', 'vendor/composer', 'app', 'lang'] as $name) {
            mkdir("$folder/$name", 0755, true) || throw new RuntimeException("cannot create $folder/$name");
        }
        $package = (string) file_get_contents(dirname(__DIR__, 2) . '/composer.json');
        file_put_contents("$folder/vendor/composer/installed.json", "{\"packages\": [$package]}");
        file_put_contents("$folder/composer.json", '{"name": "cotp/test-site", "autoload": {"psr-4": {"App\\\\": "app/"}}}');
        touch("$folder/database/site.sqlite");
    }
}

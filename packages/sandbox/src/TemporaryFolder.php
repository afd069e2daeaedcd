<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use RuntimeException;

/** The default folder of the database: private to the user, removed when the sandbox ends. */
final class TemporaryFolder
{
    public static function create(): string
    {
        $folder = sys_get_temp_dir() . '/cotp-sandbox-' . bin2hex(random_bytes(8));
        if (!mkdir($folder, 0700)) {
            throw new RuntimeException("cannot create $folder");
        }
        return $folder;
    }

    /** Removes the folder and the files in it. An empty string means that there is no folder. */
    public static function remove(string $folder): void
    {
        if ($folder === '' || !is_dir($folder)) {
            return;
        }
        foreach (glob("$folder/*") ?: [] as $file) {
            @unlink($file);         // the courier and the front may both be removing
        }
        @rmdir($folder);
    }
}

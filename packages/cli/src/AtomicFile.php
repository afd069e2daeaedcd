<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

/** Writes a file as a whole: to a temporary file beside it, which then gets its name. */
final class AtomicFile
{
    /** @throws UserError when the file cannot be written */
    public static function write(string $path, string $content, int $mode = 0644): void
    {
        $temporary = dirname($path) . '/.' . basename($path) . '.tmp';
        // What an earlier run left behind is removed. "x" does not follow a link that somebody else puts there.
        @unlink($temporary);
        // Private from the start, whatever its mode will be: nobody can open it before chmod().
        $umask = umask(0077);
        $file = @fopen($temporary, 'xb');
        umask($umask);
        $written = $file !== false && @chmod($temporary, $mode) && fwrite($file, $content) === strlen($content) && fflush($file) && fsync($file);
        if ($file !== false) {
            fclose($file);
        }
        if (!$written || !@rename($temporary, $path)) {
            $file === false || @unlink($temporary);
            throw new UserError("$path cannot be written: check the folder's permissions and the free space.");
        }
    }

    /** @param array<array-key, mixed>|object $value */
    public static function writeJson(string $path, array|object $value, int $mode = 0644): void
    {
        self::write($path, json_encode($value, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR) . "\n", $mode);
    }
}

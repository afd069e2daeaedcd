<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Account;

use CotpCli\UserError;

/** A file with a secret that only its owner can read. */
final class SecretFile
{
    private const LONGEST = 16384;

    /**
     * @param string $what the noun for messages, such as "key file"
     * @throws UserError when the file cannot be read, or others can read it
     */
    public static function read(string $path, string $what): string
    {
        $name = escapeshellarg($path);
        $file = is_dir($path) ? false : @fopen($path, 'r');
        if ($file === false) {
            throw new UserError(file_exists($path)
                ? "The $what $path cannot be read. See who can read it: ls -ld $name"
                : "The $what $path does not exist. Create it: (umask 077; cat > $name)");
        }
        // The rights of the open file: those of the path may belong to another file by now.
        if (((fstat($file)['mode'] ?? 0777) & 0077) !== 0) {
            throw new UserError("Other users can read the $what $path. Make it private: chmod 600 $name");
        }
        $text = trim((string) stream_get_contents($file, self::LONGEST));
        fclose($file);
        return $text !== '' ? $text : throw new UserError("The $what $path is empty. Write the secret into it: (umask 077; cat > $name)");
    }
}

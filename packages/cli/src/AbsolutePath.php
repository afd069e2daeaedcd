<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

/** Names of files that stay right in another folder. */
final class AbsolutePath
{
    /** @throws UserError when the current folder does not exist */
    public static function of(string $path): string
    {
        if (str_starts_with($path, '/')) {
            return $path;
        }
        $folder = getcwd();
        return $folder !== false ? "$folder/$path" : throw new UserError("\"$path\" cannot be found, because the current folder does not exist.");
    }
}

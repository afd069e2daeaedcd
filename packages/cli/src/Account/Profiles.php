<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Account;

use CotpCli\UserError;

/** The profiles in a file, by default ~/.config/cotp/profiles.json. */
final readonly class Profiles
{
    public const VARIABLE = 'COTP_PROFILE';
    public const FILE_VARIABLE = 'COTP_PROFILES';
    public const DEFAULT = 'default';

    /** @param array<string, Profile> $profiles */
    private function __construct(public string $file, private array $profiles)
    {
    }

    /**
     * Reads the file. Without it there are no profiles.
     * @throws UserError when it is not a JSON object of valid profiles, or others can write it
     */
    public static function read(): self
    {
        $file = self::file();
        if (!file_exists($file)) {
            return new self($file, []);
        }
        $decoded = json_decode(self::content($file), true);
        if (!is_array($decoded) || ($decoded !== [] && array_is_list($decoded))) {
            throw new UserError("$file is not a JSON object of profiles. See an example: cotp help profiles");
        }
        $profiles = [];
        foreach ($decoded as $name => $members) {
            $profiles[(string) $name] = Profile::from((string) $name, $members, dirname($file));
        }
        return new self($file, $profiles);
    }

    /** @throws UserError when there is no such profile */
    public function get(string $name): Profile
    {
        return $this->profiles[$name]
            ?? throw new UserError("The profile \"$name\" does not exist in $this->file. List the profiles: cotp profiles");
    }

    public function has(string $name): bool
    {
        return isset($this->profiles[$name]);
    }

    /** @return list<Profile> */
    public function all(): array
    {
        return array_values($this->profiles);
    }

    /** @throws UserError when others can write it */
    private static function content(string $path): string
    {
        $file = is_dir($path) ? false : @fopen($path, 'r');
        if ($file === false) {
            return '';
        }
        if (((fstat($file)['mode'] ?? 0777) & 0022) !== 0) {
            throw new UserError("Other users can change $path, and with it where keys are sent. Make it private: chmod go-w " . escapeshellarg($path));
        }
        $text = (string) stream_get_contents($file);
        fclose($file);
        return $text;
    }

    private static function file(): string
    {
        $given = (string) getenv(self::FILE_VARIABLE);
        $folder = (string) getenv('XDG_CONFIG_HOME') ?: getenv('HOME') . '/.config';
        return $given !== '' ? $given : "$folder/cotp/profiles.json";
    }
}

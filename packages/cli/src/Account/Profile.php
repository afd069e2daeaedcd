<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Account;

use CotpCli\UserError;

/** A named account: where its service is, and where its secrets are. It contains no secret itself. */
final readonly class Profile
{
    private const MEMBERS = ['baseUri', 'keyFile', 'keyVariable', 'caFile', 'wire', 'callbackSecretFile', 'ledger'];

    private function __construct(
        public string $name,
        public string $baseUri,
        public ?string $keyFile,
        public ?string $keyVariable,
        public ?string $caFile,
        public ?string $wire,
        public ?string $callbackSecretFile,
        public ?string $ledger,
    ) {
    }

    /**
     * @param string $folder the folder to which the names of files are relative
     * @throws UserError when a member is unknown, missing or invalid
     */
    public static function from(string $name, mixed $members, string $folder): self
    {
        if (!is_array($members) || !is_string($members['baseUri'] ?? null)) {
            throw new UserError("The profile \"$name\" must be an object with a \"baseUri\".");
        }
        foreach ($members as $member => $value) {
            if (!in_array($member, self::MEMBERS, true) || !is_string($value) || $value === '') {
                throw new UserError("The profile \"$name\" must contain only texts named " . implode(', ', self::MEMBERS) . '. An API key belongs in a file of its own.');
            }
        }
        $text = static fn (string $member): ?string => $members[$member] ?? null;
        $path = static fn (?string $path): ?string => $path === null || str_starts_with($path, '/') ? $path : "$folder/$path";
        if ($text('keyFile') !== null && $text('keyVariable') !== null) {
            throw new UserError("The profile \"$name\" must contain only one of keyFile and keyVariable.");
        }
        return new self($name, $members['baseUri'], $path($text('keyFile')), $text('keyVariable'), $path($text('caFile')), $path($text('wire')), $path($text('callbackSecretFile')), $path($text('ledger')));
    }
}

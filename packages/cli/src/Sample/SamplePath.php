<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

use CotpCli\Probe\Operation;

/** The path of a URL in a sample, with placeholders, and the operation that it may belong to. */
final class SamplePath
{
    /** Returns the path behind "/api", with "{…}" for ids; whoever reads it gives them their names. */
    public static function of(string $url): string
    {
        $path = (string) preg_replace(['~^[a-z]+://[^/?#]*~i', '~[?#].*$~s', '~^/api(?=/)~i'], '', $url);
        return (string) preg_replace('~(?<=/)(?:\{[^/}]*\}|<[^/>]*>|:[A-Za-z]\w*|\[[^/\]]*\]|%7B[^/]*%7D|(?=[^/]*\d)[A-Za-z0-9_-]{16,})(?=/|$)~i', '{}', $path);
    }

    /**
     * Returns the operation, or null if the path tells none.
     * @param bool $isSend whether the body is that of a send
     * @param bool $hasCard whether the body names a stored card
     */
    public static function operation(string $method, string $path, bool $isSend, bool $hasCard): ?Operation
    {
        $isCard = preg_match('~paycard|bankcard|/token~i', $path) === 1 && str_contains($path, '{}');
        $isRetention = preg_match('/restriction|retention|polic/i', $path) === 1;
        $isCode = preg_match('/cvv|cvc|csc|security-?code/i', $path) === 1;
        return match (true) {
            $isSend && !str_contains($path, '{}') => $hasCard || $isCode ? Operation::SecurityCode : Operation::Send,
            preg_match('~authenticat~i', $path) === 1 => Operation::Authenticate,
            $isRetention && $isCard => match ($method) {
                'GET' => Operation::GetRetention,
                'DELETE' => Operation::DeleteRetention,
                default => Operation::SetRetention,
            },
            $isCard && $isCode && ($method === 'DELETE' || preg_match('/clear|delete/i', $path) === 1) => Operation::ClearCvv,
            $isCard && ($method === 'DELETE' || preg_match('/delete/i', $path) === 1) => Operation::DeleteCard,
            !$isCard && substr_count($path, '{}') === 1 => match (true) {
                $method === 'DELETE', preg_match('/cancel|delete|expire/i', $path) === 1 => Operation::Delete,
                $method === 'GET' => Operation::Retrieve,
                default => null,
            },
            default => null,
        };
    }

    /** Returns the path with the placeholders of the wire table, or null if it has too many. */
    public static function template(Operation $operation, string $path): ?string
    {
        $names = match (true) {
            !$operation->hasId() => [],
            !$operation->hasToken() => ['{id}'],
            $operation === Operation::DeleteRetention => ['{token}', '{type}', '{data}'],
            default => ['{token}'],
        };
        foreach ($names as $name) {
            $path = (string) preg_replace('/\{\}/', $name, $path, 1);
        }
        return str_contains($path, '{}') ? null : $path;
    }
}

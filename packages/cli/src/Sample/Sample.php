<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

use CotpCli\UserError;

/** A sample of the vendor: a JSON body, or a curl line with a method, a URL and perhaps a body. */
final readonly class Sample
{
    private const LONGEST = 1048576;

    /** @param array<string, mixed> $body */
    private function __construct(public ?string $method, public ?string $path, public array $body)
    {
    }

    /** @throws UserError when the file cannot be read or contains no sample */
    public static function read(string $file): self
    {
        $text = $file === '-' ? stream_get_contents(STDIN, self::LONGEST + 1) : (is_file($file) ? @file_get_contents($file, length: self::LONGEST + 1) : false);
        if ($text === false) {
            throw new UserError("The sample $file cannot be read.");
        }
        if (strlen($text) > self::LONGEST) {
            throw new UserError("The sample $file is too long: copy only one body or one curl line into it.");
        }
        return self::parse($text) ?? throw new UserError("The sample $file contains neither a JSON object nor a curl line.");
    }

    public static function parse(string $text): ?self
    {
        $text = trim(str_starts_with($text, "\u{FEFF}") ? substr($text, 3) : $text);
        if (preg_match('/^(?:[$>#]\s*)?curl\s/i', $text)) {
            return self::parseCurl(ShellLine::words($text));
        }
        $body = self::object($text);
        return $body === null ? null : new self(null, null, $body);
    }

    /** @param list<string> $words */
    private static function parseCurl(array $words): ?self
    {
        $method = $url = $data = null;
        for ($i = 0; $i < count($words); $i++) {
            [$option, $value] = self::option($words, $i);
            match ($option) {
                'X', 'request' => $method = strtoupper($value),
                'url' => $url = $value,
                'd', 'data', 'data-raw', 'data-binary', 'data-ascii', 'json' => $data = ($data ?? '') . $value,
                default => null,
            };
        }
        if ($url === null) {
            return null;
        }
        $body = $data === null ? [] : self::object($data);
        return $body === null ? null : new self($method ?? ($data === null ? 'GET' : 'POST'), SamplePath::of($url), $body);
    }

    /**
     * Reads one option and moves on behind its value; a word that is not an option is a URL or the program's name.
     * @param list<string> $words
     * @return array{string, string}
     */
    private static function option(array $words, int &$i): array
    {
        $word = $words[$i];
        if (preg_match('~^https?://~i', $word)) {
            return ['url', $word];
        }
        if (preg_match('/^--([a-z-]+)(?:=(.*))?$/s', $word, $match)) {
            $takesValue = !in_array($match[1], ['location', 'include', 'silent', 'verbose', 'compressed', 'insecure', 'fail', 'show-error', 'http2'], true);
            return [$match[1], $match[2] ?? ($takesValue ? $words[++$i] ?? '' : '')];
        }
        if (preg_match('/^-([A-Za-z])(.*)$/s', $word, $match)) {
            $takesValue = in_array($match[1], ['X', 'd', 'H', 'u', 'A', 'o', 'm', 'b', 'e', 'x', 'F'], true);
            return [$match[1], $match[2] !== '' ? $match[2] : ($takesValue ? $words[++$i] ?? '' : '')];
        }
        return ['', ''];
    }

    /** @return array<string, mixed>|null */
    private static function object(string $text): ?array
    {
        // Pages of documentation add comments and commas that JSON does not have.
        $text = (string) preg_replace(['~^\s*//.*$~m', '~(?<=[,{\[\s"])/\*.*?\*/~s', '/,(?=\s*[}\]])/'], '', $text);
        $decoded = json_decode($text, true, 64);
        if (!is_array($decoded) || $decoded === [] || array_is_list($decoded)) {
            return null;
        }
        $body = [];
        foreach ($decoded as $name => $value) {
            $body[(string) $name] = $value;
        }
        return $body;
    }
}

<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The sandbox's own texts for guests in one language: a file of resources/languages. */
final class Language
{
    private const FALLBACK = 'en';
    /** Codes that ISO 639-1 has replaced; Java and Android still write them. */
    private const FORMER_CODES = ['iw' => 'he'];
    private const FOLDER = __DIR__ . '/../resources/languages';

    /** @param array<string, mixed> $texts */
    private function __construct(public readonly string $code, private array $texts)
    {
    }

    /** Returns the language of an ISO 639-1 code in any letter case, or of a tag that starts with one; as documented, English if it is unknown. */
    public static function of(string $tag): self
    {
        $code = self::known($tag) ?? self::FALLBACK;
        return new self($code, Json::object((string) file_get_contents(self::file($code))));
    }

    /** @param array<string, mixed> $fields the fields of a send request */
    public static function ofRequest(array $fields): self
    {
        return self::of(Json::text($fields['Language'] ?? null));
    }

    /** Returns the known language that the browser prefers; English if it accepts none. */
    public static function ofBrowser(string $acceptLanguage): self
    {
        $weights = [];
        foreach (explode(',', $acceptLanguage) as $range) {
            if (preg_match('/^\s*([a-z-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/Di', $range, $match)) {
                $weights[$match[1]] ??= (float) ($match[2] ?? 1);
            }
        }
        arsort($weights);
        foreach (array_keys(array_filter($weights)) as $tag) {
            if (self::known($tag) !== null) {
                return self::of($tag);
            }
        }
        return self::of(self::FALLBACK);
    }

    /** @return ?string the code; null if the sandbox does not have this language */
    private static function known(string $tag): ?string
    {
        $code = preg_match('/^[a-z]{2}(?![a-z])/', strtolower($tag), $match) ? $match[0] : '';
        $code = self::FORMER_CODES[$code] ?? $code;
        return $code !== '' && is_file(self::file($code)) ? $code : null;
    }

    private static function file(string $code): string
    {
        return self::FOLDER . "/$code.json";
    }

    /** Returns the attributes of an element whose text is in this language. */
    public function attributes(): string
    {
        return 'lang="' . $this->code . '" dir="' . $this->text('direction') . '"';
    }

    /** @param array<string, string> $values the values of the text's placeholders */
    public function text(string $key, array $values = []): string
    {
        return self::filled(Json::text($this->texts[$key]), $values);
    }

    /**
     * Returns the text as HTML. Each value keeps its own direction, and one without letters is written from left to right.
     * @param array<string, string> $values
     */
    public function html(string $key, array $values = []): string
    {
        $isolated = array_map(static fn (string $value): string => '<bdi>' . Html::text($value) . '</bdi>', $values);
        return self::filled(Html::text(Json::text($this->texts[$key])), $isolated);
    }

    /** @param array<string, string> $values */
    private static function filled(string $text, array $values): string
    {
        $placeholders = array_map(static fn (string $name): string => '{' . $name . '}', array_keys($values));
        return strtr($text, array_combine($placeholders, $values));
    }
}

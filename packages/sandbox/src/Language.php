<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The sandbox's own texts for guests in one language: a file of resources/languages. */
final class Language
{
    private const FALLBACK = 'en';
    private const FOLDER = __DIR__ . '/../resources/languages';

    /** @param array<string, mixed> $texts */
    private function __construct(public readonly string $code, private array $texts)
    {
    }

    /** Returns the language of an ISO 639-1 code in any letter case, or of a tag that starts with one; as documented, English if it is unknown. */
    public static function of(string $code): self
    {
        $code = preg_match('/^[a-z]{2}(?![a-z])/', strtolower($code), $match) ? $match[0] : self::FALLBACK;
        $file = self::FOLDER . "/$code.json";
        if (!is_file($file)) {
            [$code, $file] = [self::FALLBACK, self::FOLDER . '/' . self::FALLBACK . '.json'];
        }
        return new self($code, Json::object((string) file_get_contents($file)));
    }

    /** @param array<string, mixed> $fields the fields of a send request */
    public static function ofRequest(array $fields): self
    {
        return self::of(Json::text($fields['Language'] ?? null));
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

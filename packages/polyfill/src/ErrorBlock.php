<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use stdClass;

/** @internal The vendor's error block and the forms in which .NET writes errors, in JSON or XML, as in cotp_wire_error.c. */
final class ErrorBlock
{
    public int $code = 0;
    public string $message = '';
    public string $moreInfo = '';

    public static function read(#[\SensitiveParameter] string $body): self
    {
        $text = trim(str_starts_with($body, "\xEF\xBB\xBF") ? substr($body, 3) : $body, ErrorXml::SPACE);
        $block = new self();
        $isBlock = match (true) {
            str_starts_with($text, '{'), str_starts_with($text, '"') => $block->readJson($text),
            str_starts_with($text, '<') && !str_contains($text, "\0") => $block->readXml($text),
            default => false,
        };
        return $isBlock ? $block : new self();
    }

    /** Masks and shortens the texts of the service before they get into messages and logs. Returns whether anything was understood. */
    private function keep(): bool
    {
        $this->message = ErrorText::copy(CardNumber::mask($this->message), Tables::ERROR_TEXT_SIZE);
        $this->moreInfo = ErrorText::copy(CardNumber::mask($this->moreInfo), Tables::ERROR_TEXT_SIZE);
        return $this->code !== 0 || $this->message !== '' || $this->moreInfo !== '';
    }

    /** Appends a text, and cuts what does not fit. */
    public static function add(#[\SensitiveParameter] string &$target, #[\SensitiveParameter] string $text): void
    {
        $target .= str_replace("\0", '?', substr($text, 0, max(0, Tables::ERROR_SCRATCH_SIZE - 1 - strlen($target))));
    }

    private function beginNext(): void
    {
        if ($this->moreInfo !== '') {
            self::add($this->moreInfo, '; ');
        }
    }

    private static function code(#[\SensitiveParameter] string $text): int
    {
        return preg_match('/\A-?[0-9]{1,9}\z/', $text) === 1 ? (int) $text : 0;
    }

    // ---- JSON ----

    private function readJson(#[\SensitiveParameter] string $text): bool
    {
        $inner = [Tables::ERROR_CODE, ...Tables::ERROR_MESSAGES, ...Tables::ERROR_MORE_INFOS];
        $dictionaries = [Tables::FIELD_ERRORS, Tables::MODEL_STATE];
        $members = [...$inner, Tables::INNER_ERROR, Tables::ERROR_BLOCK, ...$dictionaries];
        try {
            $value = JsonReader::read($text, Tables::MAX_JSON_DEPTH, $members, [Tables::ERROR_MESSAGE], $inner, $dictionaries);
        } catch (JsonFault) {
            return false;
        }
        if ($value instanceof stdClass) {
            $this->readObject($value);
        } elseif (is_string($value)) {
            self::add($this->message, $value);
        }
        return $this->keep();
    }

    private function readObject(stdClass $outer): void
    {
        $name = property_exists($outer, Tables::INNER_ERROR) ? Tables::INNER_ERROR : Tables::ERROR_BLOCK;
        $inner = $outer->{$name} ?? null;
        $errors = $inner instanceof stdClass ? [$outer, $inner] : [$outer];
        foreach ($errors as $i => $error) {
            $this->takeCode($error->{Tables::ERROR_CODE} ?? null, $i === 0);
        }
        foreach (Tables::ERROR_MESSAGES as $name) {
            foreach ($errors as $error) {
                if ($this->message === '') {
                    self::add($this->message, self::text($error->{$name} ?? null));
                }
            }
        }
        if ($this->message === '') {
            self::add($this->message, self::text($inner));
        }
        if ($this->message === '' && $this->code === 0) { // a code that is a word
            self::add($this->message, self::text($outer->{Tables::ERROR_CODE} ?? null));
        }
        foreach (Tables::ERROR_MORE_INFOS as $name) {
            foreach ($errors as $error) {
                $text = self::text($error->{$name} ?? null);
                if ($text !== '') {
                    $this->beginNext();
                    self::add($this->moreInfo, $text);
                }
            }
        }
        $this->addFieldErrors($outer->{Tables::FIELD_ERRORS} ?? null);
        $this->addFieldErrors($outer->{Tables::MODEL_STATE} ?? null);
    }

    private function takeCode(#[\SensitiveParameter] mixed $value, bool $isDocumented): void
    {
        $code = is_int($value) && $value >= -2147483648 && $value <= 2147483647 ? $value : 0;
        if ($isDocumented && $code !== 0) {
            $this->code = $code;
            return;
        }
        $text = trim(self::text($value), ErrorXml::SPACE);
        $this->keepNegative($text === '' ? $code : self::code($text));
    }

    /** The vendor's codes are negative. In forms that are not documented, a positive code is that of a gateway. */
    private function keepNegative(int $code): void
    {
        $this->code = $this->code === 0 && $code < 0 ? $code : $this->code;
    }

    private static function text(#[\SensitiveParameter] mixed $value): string
    {
        return is_string($value) ? $value : '';
    }

    /** The texts about single fields of the request, as an object or a list. */
    private function addFieldErrors(#[\SensitiveParameter] mixed $errors): void
    {
        if (!$errors instanceof stdClass) {
            $this->addTexts('', $errors, '; ');
            return;
        }
        foreach ((array) $errors as $name => $value) {
            $this->addTexts("$name: ", $value, ', ');
        }
    }

    /** Appends the text of a string, or the texts of a list, if there is any. */
    private function addTexts(string $start, #[\SensitiveParameter] mixed $value, string $separator): void
    {
        $unchanged = $this->moreInfo;
        $this->beginNext();
        self::add($this->moreInfo, $start);
        $before = strlen($this->moreInfo);
        foreach (is_array($value) ? $value : [$value] as $item) {
            $text = self::text($item instanceof stdClass && is_array($value) ? $item->{Tables::ERROR_MESSAGE} ?? null : $item);
            if ($text !== '' && strlen($this->moreInfo) > $before) {
                self::add($this->moreInfo, $separator);
            }
            self::add($this->moreInfo, $text);
        }
        if (strlen($this->moreInfo) === $before) {
            $this->moreInfo = $unchanged;
        }
    }

    // ---- XML ----

    private function readXml(#[\SensitiveParameter] string $body): bool
    {
        $isDocumented = false;
        $children = ErrorXml::children($body, $isDocumented);
        if ($children === null) {
            return false;
        }
        $code = self::code(trim(ErrorXml::text($children[Tables::ERROR_CODE] ?? ''), ErrorXml::SPACE));
        $this->code = $isDocumented ? $code : 0;
        $this->keepNegative($code);
        foreach (Tables::ERROR_MESSAGES as $name) {
            if ($this->message === '') {
                self::add($this->message, ErrorXml::text($children[$name] ?? ''));
            }
        }
        foreach (Tables::ERROR_MORE_INFOS as $name) {
            $content = trim($children[$name] ?? '', ErrorXml::SPACE);
            if ($content !== '') {
                $this->beginNext();
                self::add($this->moreInfo, ErrorXml::text($content));
            }
        }
        return $this->keep();
    }
}

<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use stdClass;

/** @internal The error block of the vendor in JSON or XML, as in cotp_wire_error.c. */
final class ErrorBlock
{
    private const SPACE = " \t\r\n";
    private const NAMED = ['amp' => '&', 'lt' => '<', 'gt' => '>', 'quot' => '"', 'apos' => "'"];

    public int $code = 0;
    public string $message = '';
    public string $moreInfo = '';

    public static function read(#[\SensitiveParameter] string $body): self
    {
        $text = trim(str_starts_with($body, "\xEF\xBB\xBF") ? substr($body, 3) : $body, self::SPACE);
        $block = new self();
        $isBlock = match (true) {
            str_starts_with($text, '{') => $block->readJson($text),
            str_starts_with($text, '<') && !str_contains($text, "\0") => $block->readXml($text),
            default => false,
        };
        return $isBlock ? $block : new self();
    }

    private function readJson(#[\SensitiveParameter] string $text): bool
    {
        $members = [Tables::ERROR_CODE, Tables::ERROR_MESSAGE, Tables::ERROR_MORE_INFO];
        try {
            $object = JsonReader::read($text, Tables::MAX_JSON_DEPTH, $members);
        } catch (JsonFault) {
            return false;
        }
        $code = $object instanceof stdClass ? $object->{Tables::ERROR_CODE} ?? 0 : 0;
        if (!is_int($code) || $code === 0 || $code < -2147483648 || $code > 2147483647) {
            return false;
        }
        /** @var stdClass $object */
        $this->code = $code;
        $this->message = self::jsonText($object->{Tables::ERROR_MESSAGE} ?? null, Tables::MESSAGE_SIZE);
        $this->moreInfo = self::jsonText($object->{Tables::ERROR_MORE_INFO} ?? null, Tables::MORE_INFO_SIZE);
        return true;
    }

    private static function jsonText(#[\SensitiveParameter] mixed $value, int $size): string
    {
        $text = is_string($value) ? substr($value, 0, Tables::ERROR_SCRATCH_SIZE - 1) : '';
        return self::kept(str_replace("\0", '?', $text), $size);
    }

    /** Masks and shortens a text of the service before it gets into messages and logs. */
    private static function kept(#[\SensitiveParameter] string $text, int $size): string
    {
        return ErrorText::copy(CardNumber::mask($text), $size);
    }

    // ---- XML: only what an error block needs, without DTDs, custom entities or recursion ----

    private function readXml(#[\SensitiveParameter] string $body): bool
    {
        $at = 0;
        $tag = self::nextTag($body, $at);
        if ($tag === null || $tag['name'] !== Tables::ERROR_BLOCK || $tag['isClosing'] || $tag['isEmpty']) {
            return false;
        }
        $depth = 1;
        $open = null;
        while ($depth > 0 && ($tag = self::nextTag($body, $at)) !== null) {
            if ($tag['isClosing']) {
                if ($depth === 2 && $tag['name'] === $open && !$this->keepChild($open, trim($tag['before'], self::SPACE))) {
                    return false;
                }
                $depth--;
            } elseif (!$tag['isEmpty']) {
                $depth++;
            }
            // only an element without children is a text
            $open = $tag['isClosing'] || $tag['isEmpty'] ? null : $tag['name'];
        }
        return $depth === 0 && $this->code !== 0;
    }

    /**
     * Reads the next tag, and skips declarations and comments. Returns null at the end and at a DTD.
     *
     * @return ?array{name: string, isClosing: bool, isEmpty: bool, before: string}
     */
    private static function nextTag(#[\SensitiveParameter] string $body, int &$at): ?array
    {
        while (($start = strpos($body, '<', $at)) !== false) {
            $before = substr($body, $at, $start - $at);
            $at = $start + 1;
            $stop = match (true) {
                substr($body, $at, 1) === '?' => '?>',
                substr($body, $at, 3) === '!--' => '-->',
                default => null,
            };
            if ($stop !== null) {
                $end = strpos($body, $stop, $at);
                if ($end === false) {
                    return null;
                }
                $at = $end + strlen($stop);
                continue;
            }
            if (preg_match('/\G((?:[^"\'>]++|"[^"]*+"|\'[^\']*+\')*+)>/', $body, $match, 0, $at) !== 1) {
                return null;
            }
            $at += strlen($match[0]);
            $inside = $match[1];
            if ($inside === '' || $inside[0] === '!') {
                return null;
            }
            $isClosing = $inside[0] === '/';
            $isEmpty = !$isClosing && $inside[-1] === '/';
            $inside = substr($inside, $isClosing ? 1 : 0, $isEmpty ? -1 : null);
            return ['name' => substr($inside, 0, strcspn($inside, self::SPACE)), 'isClosing' => $isClosing, 'isEmpty' => $isEmpty, 'before' => $before];
        }
        return null;
    }

    /** Returns false if the child makes the block invalid. */
    private function keepChild(string $name, #[\SensitiveParameter] string $content): bool
    {
        if ($name === Tables::ERROR_CODE) {
            $isCode = $this->code === 0 && preg_match('/\A-?[0-9]{1,9}\z/', $content) === 1;
            $this->code = $isCode ? (int) $content : $this->code;
            return $isCode && $this->code !== 0;
        }
        if ($name === Tables::ERROR_MESSAGE) {
            $this->message = self::kept(self::decoded($content), Tables::MESSAGE_SIZE);
        } elseif ($name === Tables::ERROR_MORE_INFO) {
            $this->moreInfo = self::kept(self::decoded($content), Tables::MORE_INFO_SIZE);
        }
        return true;
    }

    private static function decoded(#[\SensitiveParameter] string $content): string
    {
        $text = '';
        for ($i = 0; $i < strlen($content) && strlen($text) + 5 < Tables::ERROR_SCRATCH_SIZE;) {
            $c = $content[$i];
            $isReference = $c === '&' && preg_match('/\G&([^;]{0,11});/s', $content, $match, 0, $i) === 1;
            $character = $isReference ? self::reference($match[1]) : null;
            $text .= $character ?? $c;
            $i += $character === null ? 1 : strlen($match[0]);
        }
        return $text;
    }

    private static function reference(string $reference): ?string
    {
        if (isset(self::NAMED[$reference])) {
            return self::NAMED[$reference];
        }
        if (preg_match('/\A#(?:x([0-9A-Fa-f]+)|([0-9]+))\z/', $reference, $match) !== 1) {
            return null;
        }
        $value = $match[1] !== '' ? hexdec($match[1]) : (float) $match[2];
        $character = $value > 0 && $value <= 0x10FFFF ? Utf8::encode((int) $value) : '';
        return $character === '' ? '?' : $character;
    }
}

<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal XML: only what an error needs, without DTDs, custom entities or recursion. */
final class ErrorXml
{
    public const SPACE = " \t\r\n";

    private const NAMED = ['amp' => '&', 'lt' => '<', 'gt' => '>', 'quot' => '"', 'apos' => "'"];
    /** What is not a tag, but begins like one: its end, and whether it has a text. */
    private const OTHERS = ['<!--' => ['-->', false], '<?' => ['?>', false], '<![CDATA[' => [']]>', true]];

    private int $at = 0;

    private function __construct(#[\SensitiveParameter] private readonly string $body)
    {
    }

    /**
     * Returns the contents of our children of the outermost element, or null if it is not an error, or if it is unclear which child has one
     * of our names.
     *
     * @return ?array<string, string>
     */
    public static function children(#[\SensitiveParameter] string $body, bool &$isDocumented): ?array
    {
        $xml = new self($body);
        $tag = $xml->nextTag();
        $errors = [strtolower(Tables::ERROR_BLOCK), Tables::INNER_ERROR, 'problem'];
        $isError = $tag !== null && !$tag['isClosing'] && !$tag['isEmpty'] && in_array(strtolower($tag['name']), $errors, true);
        $isDocumented = $tag !== null && $tag['name'] === Tables::ERROR_BLOCK;
        return $isError ? $xml->readChildren() : null;
    }

    /** @return ?array<string, string> */
    private function readChildren(): ?array
    {
        $contents = $exact = $other = [];
        $open = null;
        $start = 0;
        $depth = 1;
        while ($depth > 0 && ($tag = $this->nextTag()) !== null) {
            if ($tag['isClosing']) {
                $name = $depth === 2 && $open !== null && $tag['name'] === $open ? self::ours($open) : null;
                if ($name !== null) {
                    $isExact = $name === $open;
                    if ($isExact || !isset($exact[$name])) {
                        $contents[$name] = substr($this->body, $start, $tag['start'] - $start);
                    }
                    if ($isExact) {
                        $exact[$name] = ($exact[$name] ?? 0) + 1;
                    } else {
                        $other[$name] = ($other[$name] ?? 0) + 1;
                    }
                }
                $depth--;
            } elseif (!$tag['isEmpty']) {
                $depth++;
            }
            // only an element without children is a text
            $open = $tag['isClosing'] || $tag['isEmpty'] ? null : $tag['name'];
            $start = $this->at;
        }
        foreach (array_keys($contents) as $name) {
            if (($exact[$name] ?? 0) > 1 || (!isset($exact[$name]) && ($other[$name] ?? 0) > 1)) {
                return null;
            }
        }
        return $depth === 0 ? $contents : null;
    }

    private static function ours(string $name): ?string
    {
        foreach ([Tables::ERROR_CODE, ...Tables::ERROR_MESSAGES, ...Tables::ERROR_MORE_INFOS] as $ours) {
            if (strcasecmp($ours, $name) === 0) {
                return $ours;
            }
        }
        return null;
    }

    /**
     * Moves past a comment, a declaration or a CDATA section at the position, and returns its text. Returns null if there is none, or if it
     * has no end.
     */
    private function skipOther(): ?string
    {
        foreach (self::OTHERS as $start => [$stop, $isText]) {
            $from = $this->at + strlen($start);
            if (substr_compare($this->body, $start, $this->at, strlen($start)) === 0) {
                $end = $from <= strlen($this->body) ? strpos($this->body, $stop, $from) : false;
                if ($end !== false) {
                    $this->at = $end + strlen($stop);
                    return $isText ? substr($this->body, $from, $end - $from) : '';
                }
            }
        }
        return null;
    }

    /**
     * Reads the next tag. Returns null at the end and at a DTD.
     *
     * @return ?array{start: int, name: string, isClosing: bool, isEmpty: bool}
     */
    private function nextTag(): ?array
    {
        do {
            $start = strpos($this->body, '<', $this->at);
            if ($start === false) {
                return null;
            }
            $this->at = $start;
        } while ($this->skipOther() !== null);
        // a ">" inside the quotes of an attribute does not end the tag
        if (preg_match('/\G<((?:[^"\'>]++|"[^"]*+"|\'[^\']*+\')++)>/', $this->body, $match, 0, $start) !== 1) {
            return null;
        }
        $inside = $match[1];
        if ($inside[0] === '!' || $inside[0] === '?') {
            return null;
        }
        $this->at += strlen($match[0]);
        $isClosing = $inside[0] === '/';
        $isEmpty = !$isClosing && $inside[-1] === '/';
        $inside = substr($inside, $isClosing ? 1 : 0, $isEmpty ? -1 : null);
        $name = substr($inside, 0, strcspn($inside, self::SPACE));
        $colon = strpos($name, ':');
        return ['start' => $start, 'name' => $colon === false ? $name : substr($name, $colon + 1), 'isClosing' => $isClosing, 'isEmpty' => $isEmpty];
    }

    /** Returns the text of an element without children. */
    public static function text(#[\SensitiveParameter] string $content): string
    {
        $xml = new self(trim($content, self::SPACE));
        $text = '';
        while ($xml->at < strlen($xml->body)) {
            $c = $xml->body[$xml->at];
            if ($c === '&' && preg_match('/\G&([^;]{0,11});/s', $xml->body, $match, 0, $xml->at) === 1
                && ($character = self::reference($match[1])) !== null) {
                $xml->at += strlen($match[0]);
                ErrorBlock::add($text, $character);
                continue;
            }
            $other = $c === '<' ? $xml->skipOther() : null;
            if ($other === null) {
                $length = $c === '&' || $c === '<' ? 1 : strcspn($xml->body, '&<', $xml->at);
                $other = substr($xml->body, $xml->at, $length);
                $xml->at += $length;
            }
            ErrorBlock::add($text, $other);
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

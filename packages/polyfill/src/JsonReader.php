<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use stdClass;

/**
 * @internal Reads JSON as cotp_json_read.c does: it accepts what json_decode() accepts, keeps only our members, rejects one of ours that
 * occurs twice, and reports where a text is invalid.
 */
final class JsonReader
{
    private const UTF8 = '[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]'
        . '|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}';
    private const HEX = '[0-9A-Fa-f]';
    private const UNIT = '\\\\u(?:(?![dD][89A-Fa-f])' . self::HEX . '{4}|[dD][89ABab]' . self::HEX . '{2}\\\\u[dD][C-Fc-f]' . self::HEX . '{2})';
    private const CONTENT = '/\G(?:[^"\\\\\x00-\x1F\x80-\xFF]++|' . self::UTF8 . '|\\\\["\\\\\/bfnrt]|' . self::UNIT . ')*+/';
    private const NUMBER = '/\G-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?+([eE][+-]?+[0-9]++)?+/';

    private int $at;
    private int $level = 0;
    /** The name of the outermost object's member that is being read. */
    private string $member = '';

    /**
     * @param list<string> $members our members of the outermost object
     * @param list<string> $itemMembers of the objects in its members
     * @param list<string> $innerMembers of its members that are objects
     * @param list<string> $dictionaries those of the members whose own members are kept, whatever their names
     */
    private function __construct(
        #[\SensitiveParameter] private readonly string $text,
        private readonly array $members,
        private readonly array $itemMembers,
        private readonly array $innerMembers,
        private readonly array $dictionaries,
        private readonly int $depth,
    ) {
        $this->at = str_starts_with($text, "\xEF\xBB\xBF") ? 3 : 0;
    }

    /**
     * Returns the value: objects as stdClass with our members only, numbers that are not integers of 64 bits as 0.0.
     *
     * @param list<string> $members
     * @param list<string> $itemMembers
     * @param list<string> $innerMembers
     * @param list<string> $dictionaries
     * @throws JsonFault
     */
    public static function read(
        #[\SensitiveParameter] string $text,
        int $depth,
        array $members,
        array $itemMembers = [],
        array $innerMembers = [],
        array $dictionaries = [],
    ): mixed {
        $reader = new self($text, $members, $itemMembers, $innerMembers, $dictionaries, $depth);
        if ($reader->next() === '' && $reader->at === strlen($text)) {
            throw new JsonFault(JsonFault::EMPTY, $reader->at);
        }
        $value = $reader->value(true);
        $reader->next();
        if ($reader->at < strlen($text)) {
            throw $reader->fault(JsonFault::UNEXPECTED);
        }
        return $value;
    }

    private function fault(int $problem): JsonFault
    {
        $isTruncated = $problem === JsonFault::UNEXPECTED && $this->at === strlen($this->text);
        return new JsonFault($isTruncated ? JsonFault::TRUNCATED : $problem, $this->at);
    }

    private function current(): string
    {
        return $this->text[$this->at] ?? '';
    }

    private function next(): string
    {
        $this->at += strspn($this->text, " \t\r\n", $this->at);
        return $this->current();
    }

    private function take(string $c): void
    {
        if ($this->next() !== $c) {
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        $this->at++;
    }

    private function value(bool $isOurs): mixed
    {
        switch ($this->next()) {
            case '{':
                return $this->object($isOurs);
            case '[':
                return $this->items($isOurs);
            case '"':
                return $this->unescaped($this->string());
            case 't':
                return $this->literal('true', true);
            case 'f':
                return $this->literal('false', false);
            case 'n':
                return $this->literal('null', null);
            default:
                return $this->number();
        }
    }

    /** Returns the text between the quotes. */
    private function string(): string
    {
        $start = ++$this->at;
        preg_match(self::CONTENT, $this->text, $match, 0, $start);
        $this->at += strlen($match[0] ?? '');
        if ($this->current() === '"') {
            return substr($this->text, $start, $this->at++ - $start);
        }
        if ($this->current() === '\\') {
            if (($this->text[$this->at + 1] ?? '') === 'u') {
                throw $this->fault(JsonFault::ENCODING);
            }
            $this->at++;
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        throw $this->fault($this->current() > "\x7F" ? JsonFault::ENCODING : JsonFault::UNEXPECTED);
    }

    private function unescaped(#[\SensitiveParameter] string $raw): string
    {
        return str_contains($raw, '\\') ? (string) json_decode("\"$raw\"") : $raw; // @phpstan-ignore cast.string
    }

    private function number(): int|float
    {
        if (preg_match(self::NUMBER, $this->text, $match, 0, $this->at) !== 1) {
            $this->at += $this->current() === '-' ? 1 : 0;
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        $this->at += strlen($match[0]);
        $isInteger = ($match[1] ?? '') === '' && ($match[2] ?? '') === '';
        // digits that are missing after a point or an exponent
        if ($isInteger && $this->current() === '.') {
            $this->at++;
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        if (($match[2] ?? '') === '' && ($this->current() === 'e' || $this->current() === 'E')) {
            $this->at++;
            $this->at += $this->current() === '+' || $this->current() === '-' ? 1 : 0;
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        $number = $isInteger ? filter_var($match[0] === '-0' ? '0' : $match[0], FILTER_VALIDATE_INT) : false;
        return is_int($number) ? $number : 0.0;
    }

    private function literal(string $word, ?bool $value): ?bool
    {
        for ($i = 0; $i < strlen($word); $i++, $this->at++) {
            if ($this->current() !== $word[$i]) {
                throw $this->fault(JsonFault::UNEXPECTED);
            }
        }
        return $value;
    }

    private function open(): void
    {
        if ($this->level === $this->depth) {
            throw $this->fault(JsonFault::TOO_DEEP);
        }
        $this->level++;
        $this->at++;
    }

    private function closes(string $bracket): bool
    {
        if ($this->next() !== $bracket) {
            return false;
        }
        $this->level--;
        $this->at++;
        return true;
    }

    /** @return list<mixed> */
    private function items(bool $isOurs): array
    {
        $this->open();
        $items = [];
        if ($this->closes(']')) {
            return $items;
        }
        while (true) {
            $item = $this->value($isOurs);
            if ($isOurs) {
                $items[] = $item;
            }
            if ($this->closes(']')) {
                return $items;
            }
            $this->take(',');
        }
    }

    private function object(bool $isOurs): stdClass
    {
        $this->open();
        $names = match (true) {
            !$isOurs => [],
            $this->level === 1 => $this->members,
            $this->level === 2 => $this->innerMembers,
            $this->level === 3 => $this->itemMembers,
            default => [],
        };
        $isDictionary = $isOurs && $this->level === 2 && in_array($this->member, $this->dictionaries, true);
        $object = new stdClass();
        /** @var array{exact: array<string, true>, other: array<string, true>, unclear: array<string, true>} $seen */
        $seen = ['exact' => [], 'other' => [], 'unclear' => []];
        if ($this->closes('}')) {
            return $object;
        }
        while (true) {
            if ($isDictionary) {
                $this->entry($object);
            } else {
                $this->member($object, $names, $seen);
            }
            if ($this->closes('}')) {
                return $this->checked($object, $names, $seen);
            }
            $this->take(',');
        }
    }

    /**
     * @param list<string> $names
     * @param array{exact: array<string, true>, other: array<string, true>, unclear: array<string, true>} $seen
     */
    private function checked(stdClass $object, array $names, array $seen): stdClass
    {
        foreach ($names as $name) {
            if (isset($seen['unclear'][$name]) && !isset($seen['exact'][$name])) {
                throw new JsonFault(JsonFault::DUPLICATE, $this->at, $name);
            }
        }
        return $object;
    }

    /**
     * Returns the name of ours that a name is, exactly or in another letter case.
     *
     * @param list<string> $names
     */
    private static function ours(string $name, array $names): ?string
    {
        if (in_array($name, $names, true)) {
            return $name;
        }
        foreach ($names as $ours) {
            if (strcasecmp($ours, $name) === 0) {
                return $ours;
            }
        }
        return null;
    }

    /**
     * A name in our spelling wins over one that differs in ASCII case, which is ours only if it is the only one.
     *
     * @param list<string> $names
     * @param array{exact: array<string, true>, other: array<string, true>, unclear: array<string, true>} $seen
     */
    private function member(stdClass $object, array $names, array &$seen): void
    {
        if ($this->next() !== '"') {
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        $raw = $this->string();
        $written = $names === [] ? '' : $this->unescaped($raw);
        $name = $names === [] ? null : self::ours($written, $names);
        if ($name === null) {
            $this->take(':');
            $this->value(false);
            return;
        }
        $isExact = $name === $written;
        if ($isExact && isset($seen['exact'][$name])) {
            throw new JsonFault(JsonFault::DUPLICATE, $this->at, $name);
        }
        $isBetter = $isExact || !isset($seen['exact'][$name]) && !isset($seen['other'][$name]);
        $this->member = $this->level === 1 ? $name : $this->member;
        $this->take(':');
        $value = $this->value($isBetter);
        if ($isExact) {
            $seen['exact'][$name] = true;
        } else {
            $seen['unclear'] += isset($seen['other'][$name]) ? [$name => true] : [];
            $seen['other'][$name] = true;
        }
        if ($isBetter) {
            $object->{$name} = $value;
        }
    }

    /** Reads a member of a dictionary: the first few are kept, whatever their names. */
    private function entry(stdClass $object): void
    {
        if ($this->next() !== '"') {
            throw $this->fault(JsonFault::UNEXPECTED);
        }
        $raw = $this->string();
        $this->take(':');
        $name = $this->unescaped($raw);
        $isKept = $name !== '' && !str_contains($name, "\0") && !property_exists($object, $name)
            && count((array) $object) < Tables::JSON_DICTIONARY;
        $value = $this->value($isKept);
        if ($isKept) {
            $object->{$name} = $value;
        }
    }
}

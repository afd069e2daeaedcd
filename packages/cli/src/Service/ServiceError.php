<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use SimpleXMLElement;

/**
 * The error in a response, in whatever form: the documented block as JSON or XML in any casing, nested or not, RFC 9457
 * problem details with the dictionary of ASP.NET, {"Message": …}, or a bare JSON string.
 */
final readonly class ServiceError
{
    private const TEXTS = ['message', 'moreinfo', 'title', 'detail', 'error_description', 'exceptionmessage', 'messagedetail'];

    /**
     * @param list<string> $texts
     * @param list<string> $fields names of body fields that the error lists as keys
     */
    private function __construct(public int $code, private array $texts, public array $fields)
    {
    }

    public static function parse(string $body): self
    {
        $body = trim(str_starts_with($body, "\u{FEFF}") ? substr($body, 3) : $body);
        $decoded = str_starts_with($body, '<') ? self::fromXml($body) : json_decode($body, true, 64);
        if (is_string($decoded)) {
            return new self(0, [$decoded], []);
        }
        return is_array($decoded) ? self::fromArray($decoded) : new self(0, [], []);
    }

    /** Creates the error that an exception of the extension describes. */
    public static function fromException(\CotpException $exception): self
    {
        return new self($exception->apiCode, array_values(array_filter([$exception->getMessage(), $exception->moreInfo])), []);
    }

    public function isEmpty(): bool
    {
        return $this->code === 0 && $this->texts === [];
    }

    public function text(): string
    {
        return implode(' ', $this->texts);
    }

    /**
     * Returns which of the names the error contains as a whole word, regardless of case.
     * @param list<string> $names
     * @return list<string>
     */
    public function mentioned(array $names): array
    {
        $searched = $this->text() . "\n" . implode("\n", $this->fields);
        return array_values(array_filter(
            $names,
            static fn (string $name): bool => preg_match('/(?<![A-Za-z0-9_])' . preg_quote($name, '/') . '(?![A-Za-z0-9_])/i', $searched) === 1,
        ));
    }

    /** @return list<string> words that look like names of fields: "RecipientEmail", "recipientEmail", "recipient_email" */
    public function identifiers(): array
    {
        preg_match_all('/(?<![A-Za-z0-9_])(?:[A-Z]*[a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+)(?![A-Za-z0-9_])/', $this->text(), $words);
        preg_match_all('/["\'`]([A-Za-z][A-Za-z0-9_]*)["\'`]/', $this->text(), $quoted);
        return array_values(array_unique([...$this->fields, ...$words[0], ...$quoted[1]]));
    }

    /** @return array<array-key, mixed>|null */
    private static function fromXml(string $body): ?array
    {
        $before = libxml_use_internal_errors(true);
        $element = simplexml_load_string($body, SimpleXMLElement::class, LIBXML_NONET | LIBXML_NOCDATA);
        libxml_clear_errors();
        libxml_use_internal_errors($before);
        $decoded = $element === false || strtolower($element->getName()) === 'html' ? null : json_decode((string) json_encode($element), true);
        return is_array($decoded) ? $decoded : null;
    }

    /** @param array<array-key, mixed> $block */
    private static function fromArray(array $block): self
    {
        $code = 0;
        $texts = [];
        $fields = [];
        foreach ($block as $name => $value) {
            $name = strtolower((string) $name);
            if ($name === 'code' && (is_int($value) || (is_string($value) && preg_match('/^-?\d{1,9}$/D', trim($value))))) {
                $code = (int) $value;
            } elseif (in_array($name, self::TEXTS, true) && is_string($value)) {
                $texts[] = $value;
            } elseif ($name === 'error' || $name === 'errorblock') {
                $nested = is_array($value) ? self::fromArray($value) : new self(0, is_string($value) ? [$value] : [], []);
                [$code, $texts, $fields] = [$nested->code ?: $code, [...$texts, ...$nested->texts], [...$fields, ...$nested->fields]];
            } elseif (($name === 'errors' || $name === 'modelstate') && is_array($value)) {
                [$keys, $messages] = self::dictionary($value);
                [$texts, $fields] = [[...$texts, ...$messages], [...$fields, ...$keys]];
            }
        }
        return new self($code, $texts, $fields);
    }

    /**
     * @param array<array-key, mixed> $dictionary field => messages
     * @return array{list<string>, list<string>}
     */
    private static function dictionary(array $dictionary): array
    {
        $keys = [];
        $messages = [];
        foreach ($dictionary as $field => $texts) {
            if (is_string($field) && $field !== '' && $field !== '$') {
                $keys[] = (string) preg_replace('/^\$?\.|^(?:model|request|body|dto)\./i', '', $field);
            }
            $keys = is_int($field) || end($keys) === '' ? array_filter($keys) : $keys;
            $texts = is_array($texts) ? $texts : [$texts];
            array_walk_recursive($texts, static function (mixed $text) use (&$messages): void {
                if (is_string($text)) {
                    $messages[] = $text;
                }
            });
        }
        return [array_values($keys), $messages];
    }
}

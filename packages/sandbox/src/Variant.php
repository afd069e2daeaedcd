<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use InvalidArgumentException;

/**
 * How this sandbox spells the service: its names, paths and methods, its casing, its errors, and what it accepts.
 *
 * @phpstan-type VariantValues array{
 *     wire: array<string, string>, camelCase: bool, refuse: bool, phone: string, errors: string, explainErrors: bool, explainPaths: bool, attempts: int
 * }
 */
final class Variant
{
    private const PLACEHOLDER = '~^\{(?:id|token|type|data)\}$~D';
    private const SEGMENT = '~^[A-Za-z0-9._\~!$&\'()*+,;=:@-]+$~D';
    private const NAME = '~^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$~D';
    private const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

    /** @param array<string, string> $wire overrides of the wire entries */
    public function __construct(
        private array $wire = [],
        public readonly bool $isCamelCase = false,
        public readonly bool $refusesUnknownFields = false,
        public readonly PhoneFormat $phone = PhoneFormat::Any,
        public readonly ErrorForm $errors = ErrorForm::Block,
        public readonly bool $explainsErrors = true,
        public readonly bool $explainsUnknownPaths = true,
        public readonly int $callbackAttempts = 1,
    ) {
        foreach ($wire as $key => $value) {
            self::check($key, $value);
        }
        foreach (['form', 'state', 'callback'] as $group) {
            $this->checkDistinct($group);
        }
    }

    public static function fromJson(string $text): self
    {
        /** @var VariantValues $values */
        $values = json_decode($text, true, 4, JSON_THROW_ON_ERROR);
        return new self(
            $values['wire'], $values['camelCase'], $values['refuse'], PhoneFormat::from($values['phone']), ErrorForm::from($values['errors']),
            $values['explainErrors'], $values['explainPaths'], $values['attempts'],
        );
    }

    public function toJson(): string
    {
        return json_encode([
            'wire' => $this->wire, 'camelCase' => $this->isCamelCase, 'refuse' => $this->refusesUnknownFields, 'phone' => $this->phone->value,
            'errors' => $this->errors->value, 'explainErrors' => $this->explainsErrors, 'explainPaths' => $this->explainsUnknownPaths,
            'attempts' => $this->callbackAttempts,
        ], JSON_THROW_ON_ERROR);
    }

    /** Returns the value of a wire entry: a path, a method, or a name before the casing applies. */
    public function value(string $key): string
    {
        return $this->wire[$key] ?? WireDefaults::VALUES[$key];
    }

    /** Returns the name of a wire entry as the service writes it. */
    public function name(string $key): string
    {
        return $this->cased($this->value($key));
    }

    /** Returns a name as the service writes it: in camelCase as .NET makes it, or unchanged. */
    public function cased(string $name): string
    {
        if (!$this->isCamelCase || !preg_match('/^[A-Z]+/', $name, $match)) {
            return $name;
        }
        $capitals = strlen($match[0]);
        // Of several capitals, the last one begins the next word: SMSNumber becomes smsNumber.
        $lowered = $capitals > 1 && ctype_lower(substr($name, $capitals, 1)) ? $capitals - 1 : $capitals;
        return strtolower(substr($name, 0, $lowered)) . substr($name, $lowered);
    }

    /** Whether one field contains the address or the number, and the delivery method says which. */
    public function hasOneDestination(): bool
    {
        return strcasecmp($this->value('form.email'), $this->value('form.phone')) === 0;
    }

    /**
     * Returns an object's members under the given names, whatever the casing of its own. As in .NET, the last of several wins.
     * @param array<mixed> $body
     * @param array<string, string> $names name of the service => our name
     * @return array{array<string, mixed>, list<string>} the known members; the names of the others
     */
    public static function readNames(array $body, array $names): array
    {
        $names = array_change_key_case($names);
        $known = $others = [];
        foreach ($body as $name => $value) {
            $own = $names[strtolower((string) $name)] ?? null;
            if ($own === null) {
                $others[] = (string) $name;
            } else {
                $known[$own] = $value;
            }
        }
        return [$known, $others];
    }

    /** Returns an error as the service writes it: its details may be withheld. */
    public function errorResponse(ApiError $error, HttpRequest $request): Response
    {
        return $this->errors->response($this->explainsErrors || $error->isEssential ? $error : new ApiError($error->apiCode, ''), $request);
    }

    /** @param list<string> $names of fields that the service does not know */
    public function rejectUnknown(array $names): void
    {
        if ($this->refusesUnknownFields && $names !== []) {
            $texts = array_map(static fn (string $name): string => "$name is not a known field.", $names);
            throw new ApiError(-179, 'These fields are not known: ' . implode(', ', $names) . '.', array_combine($names, $texts), isEssential: true);
        }
    }

    private static function check(string $key, string $value): void
    {
        if (!isset(WireDefaults::VALUES[$key])) {
            throw new InvalidArgumentException("\"$key\" is not a wire entry");
        }
        $isValid = match (true) {
            str_ends_with($key, '.path') => self::isPath($value, substr_count(WireDefaults::VALUES[$key], '{id}'), substr_count(WireDefaults::VALUES[$key], '{token}')),
            str_ends_with($key, '.method') => in_array($value, self::METHODS, true),
            $key === 'phone.format' => PhoneFormat::ofWire($value) !== null,
            default => (bool) preg_match(self::NAME, $value),
        };
        if (!$isValid) {
            throw new InvalidArgumentException("the wire entry \"$key\" is not valid");
        }
    }

    private static function isPath(string $path, int $ids, int $tokens): bool
    {
        foreach (explode('/', trim($path, '/')) as $segment) {
            if (!preg_match(self::PLACEHOLDER, $segment) && !preg_match(self::SEGMENT, $segment)) {
                return false;
            }
        }
        return $path[0] === '/' && substr_count($path, '{id}') === $ids && substr_count($path, '{token}') === $tokens;
    }

    /** Two entries of one object must not have the same name, in whatever case; only a destination may be one field for both. */
    private function checkDistinct(string $group): void
    {
        $names = [];
        foreach (array_keys(WireDefaults::VALUES) as $key) {
            if (str_starts_with($key, "$group.") && !($key === 'form.phone' && $this->hasOneDestination())) {
                $name = strtolower($this->value($key));
                if (isset($names[$name])) {
                    throw new InvalidArgumentException("the wire entries \"{$names[$name]}\" and \"$key\" have the same name");
                }
                $names[$name] = $key;
            }
        }
    }
}

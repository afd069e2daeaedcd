<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use CotpSandbox\ErrorForm;
use CotpSandbox\PhoneFormat;
use CotpSandbox\Routes;
use CotpSandbox\Variant;
use CotpSandbox\WireDefaults;
use InvalidArgumentException;
use Random\Engine\Xoshiro256StarStar;
use Random\Randomizer;

/** A variant of the service that was drawn at random, the same for each seed and number. */
final class Variation
{
    /** The probabilities that an entry is outside the probe's candidates, each for one variant of six. */
    private const SHARES_OUTSIDE = [0.0, 0.0, 0.0, 0.03, 0.08, 0.25];
    private const SHARES_DEFAULT = [0.0, 0.3, 0.7];
    private const EMAIL = 'tester+%d@probe.example';
    private const PHONE = '+4916090%05d';

    /**
     * @param array<string, string> $wire the values of all entries
     * @param list<string> $outside the keys of the entries that the probe cannot find
     */
    private function __construct(
        public readonly int $number,
        public readonly bool $isEmail,
        public readonly bool $hasCallback,
        public readonly string $tester,
        public readonly array $wire,
        public readonly array $outside,
        public readonly Variant $variant,
    ) {
    }

    public static function draw(Names $names, int $seed, int $number): self
    {
        $random = new Randomizer(new Xoshiro256StarStar(hash('sha256', "$seed/$number", true)));
        $isEmail = $random->getInt(1, 4) > 1;
        $hasCallback = $random->getInt(0, 1) === 1;
        $tester = sprintf($isEmail ? self::EMAIL : self::PHONE, $number);
        $shareOutside = self::SHARES_OUTSIDE[($number + $seed) % count(self::SHARES_OUTSIDE)];
        $shareDefault = self::pick($random, self::SHARES_DEFAULT);
        $phone = self::pick($random, PhoneFormat::cases());
        do {
            $wire = self::drawWire($names, $random, $isEmail, $shareOutside, $shareDefault);
            $wire['phone.format'] = $phone === PhoneFormat::Any ? 'as-given' : $phone->value;
            $variant = self::variant($wire, $random, $phone);
        } while ($variant === null);
        $outside = array_values(array_filter(array_keys($wire), static fn (string $key): bool => !$names->isInside($key, $wire[$key])));
        return new self($number, $isEmail, $hasCallback, $tester, $wire, $outside, $variant);
    }

    /** @return list<string> options of cotp-sandbox */
    public function options(string $wireFile): array
    {
        file_put_contents($wireFile, json_encode($this->wire, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES));
        return [
            '--wire', $wireFile, '--workers', '1', '--casing', $this->variant->isCamelCase ? 'camel' : 'pascal',
            '--unknown-fields', $this->variant->refusesUnknownFields ? 'refuse' : 'ignore', '--phone', $this->variant->phone->value,
            '--errors', $this->variant->errors->value, '--error-details', $this->variant->explainsErrors ? 'full' : 'none', '--unknown-paths', $this->variant->explainsUnknownPaths ? 'block' : 'empty',
        ];
    }

    /** Describes the variant in one line, with its share of entries outside the candidates. */
    public function text(): string
    {
        $different = count(array_filter(array_keys($this->wire), fn (string $key): bool => $this->wire[$key] !== (WireDefaults::VALUES[$key] ?? '')));
        return sprintf(
            '%s%s, %s%s, phone %s, errors %s%s%s; %d of %d entries differ, %d (%d %%) outside the candidates%s',
            $this->isEmail ? 'email' : 'SMS', $this->hasCallback ? ' with callbacks' : '', $this->variant->isCamelCase ? 'camelCase' : 'PascalCase',
            $this->variant->refusesUnknownFields ? ', unknown fields refused' : '', $this->variant->phone->value, $this->variant->errors->value,
            $this->variant->explainsErrors ? '' : ' without details', $this->variant->explainsUnknownPaths ? '' : ', unknown paths without a body',
            $different, count($this->wire), count($this->outside), 100 * count($this->outside) / count($this->wire), $this->outside === [] ? '' : ': ' . implode(' ', $this->outside),
        );
    }

    /** @return array<string, string> */
    private static function drawWire(Names $names, Randomizer $random, bool $isEmail, float $shareOutside, float $shareDefault): array
    {
        $wire = [];
        foreach ($names->keys() as $key) {
            $wire[$key] = self::drawName($names, $random, $key, $shareOutside, $shareDefault, $isEmail ? 'form.email' : 'form.phone');
        }
        $forBoth = array_values(array_intersect($names->inside('form.email'), $names->inside('form.phone')));
        if ($forBoth !== [] && $random->getInt(1, 8) === 1) {
            $wire['form.email'] = $wire['form.phone'] = self::pick($random, $forBoth);
        }
        return $wire;
    }

    private static function drawName(Names $names, Randomizer $random, string $key, float $shareOutside, float $shareDefault, string $destination): string
    {
        $chance = $random->getInt(0, 999) / 1000;
        if ($chance < $shareOutside && $names->outside($key) !== []) {
            return self::pick($random, $names->outside($key));
        }
        if ($random->getInt(0, 999) / 1000 < $shareDefault && isset(WireDefaults::VALUES[$key])) {
            return WireDefaults::VALUES[$key];
        }
        // A tester has one address: it must not be sent as a value of a field that is not a destination.
        $fitting = array_values(array_filter($names->inside($key), static fn (string $name): bool => $key === $destination || !$names->isAmbiguous($key, $name)));
        return self::pick($random, $fitting === [] ? $names->inside($key) : $fitting);
    }

    /**
     * @param array<string, string> $wire
     * @return ?Variant null if the entries contradict each other
     */
    private static function variant(array $wire, Randomizer $random, PhoneFormat $phone): ?Variant
    {
        $isCamelCase = $random->getInt(0, 1) === 1;
        $refuses = $random->getInt(1, 4) === 1;
        $errors = self::pick($random, ErrorForm::cases());
        $explainsErrors = $random->getInt(1, 5) > 2;
        $explainsPaths = $random->getInt(1, 3) > 1;
        $inOne = array_filter($wire, static fn (string $key): bool => (bool) preg_match('~^(?:form|state)\.~', $key), ARRAY_FILTER_USE_KEY);
        unset($inOne['form.cardUri'], $inOne[$wire['form.email'] === $wire['form.phone'] ? 'form.phone' : '']);
        if (count(array_unique(array_map(strtolower(...), $inOne))) < count($inOne) || strcasecmp($wire['delivery.email'], $wire['delivery.sms']) === 0) {
            return null;
        }
        try {
            new Routes($variant = new Variant($wire, $isCamelCase, $refuses, $phone, $errors, $explainsErrors, $explainsPaths));
            return $variant;
        } catch (InvalidArgumentException) {
            return null;
        }
    }

    /**
     * @template T
     * @param list<T> $list
     * @return T
     */
    public static function pick(Randomizer $random, array $list): mixed
    {
        return $list[$random->getInt(0, count($list) - 1)];
    }
}

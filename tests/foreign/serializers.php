<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Other serializers and dumpers: php tests/foreign/serializers.php [FOLDER]
 * A value class or an exception that was written and read again has every value, or reading throws; "***" never becomes a value. No dump
 * and no log contains a secret. igbinary, msgpack and APCu are used if PHP has them, and the packages of Symfony, Laravel, Tracy, Monolog
 * and Sentry if the folder has them.
 */

require __DIR__ . '/lib/lanes.inc';
require __DIR__ . '/../secrets/secrets.inc';
require __DIR__ . '/lib/serializers.inc';

/** They break every enum that they are given directly, whoever declared it. */
const KNOW_NO_ENUMS = ['igbinary', 'msgpack'];

/** @return array<string, object> an object of each value class and each exception, with every value set */
function values(): array
{
    $until = new DateTimeImmutable('2030-01-02T03:04:05.678901', new DateTimeZone('Europe/Zurich'));
    $values = [
        'CotpForm' => new CotpForm('hotel-42', SECRETS['e-mail'], null, 'https://hotel.example/cotp?cotp=' . SECRETS['callback token'], CARD_URI, SECRETS['name'],
            'Hotel Example', 'de', 'hotel-css', '99.50', 'CHF', 'https://hotel.example/help', 'Help', 'help@hotel.example', '+41441234568', true, 'Example Hotels',
            'Dear guest', 'Regards', 'short', ['Note' => ['inside' => SECRETS['extra']], 'list' => [1, 2.5, null, true], 'none' => []]),
        'CotpForm by phone' => plantedForm(byPhone: true),
        'CotpForm with few values' => new CotpForm('hotel-42', SECRETS['e-mail']),
        'CotpState' => plantedState(),
        'CotpState, unknown' => new CotpState('abc', CotpStatus::Unknown, 'Strange', null, null, []),
        'CotpDestination' => new CotpDestination('HostName', 'pay.example', 3, 2),
        'CotpRetention' => new CotpRetention($until, true, [new CotpDestination('HostName', 'pay.example'), new CotpDestination('UserName', 'clerk')]),
        'CotpRetention, mutable date' => new CotpRetention(DateTime::createFromImmutable($until)),
        'CotpCallback' => new CotpCallback('booking-1', 'abc', CotpStatus::CardStored, 'CardStored', '2030-01-01T00:00:00'),
        'CotpAttempt' => new CotpAttempt('POST', '/cardrequest', 201, 2, true, 'HTTP/1.1', 0.1, 0.2, 0.3, 0.4, 0.5, 1893495600.25, 'service.example', 'send',
            CotpOutcome::Unknown, 'CotpOutcomeUnknownException', 7),
        'CotpStatus' => CotpStatus::CardStored,
        'CotpOutcome' => CotpOutcome::Unknown,
    ];
    foreach (exceptionClasses() as $class) {
        $values[$class] = $class === 'CotpCallbackException' ? new $class('why', 'expired')
            : new $class('why', CotpOutcome::Unknown, 503, -160, 'more', true, 1.5, 'abc');
    }
    return $values;
}

/** @return list<class-string> */
function exceptionClasses(): array
{
    $ofPolyfill = fn (): array => glob(dirname((string) (new ReflectionClass(CotpException::class))->getFileName()) . '/Cotp*Exception.php');
    $names = extension_loaded('cotp') ? (new ReflectionExtension('cotp'))->getClassNames()
        : array_map(fn (string $file): string => basename($file, '.php'), $ofPolyfill());
    $classes = array_filter($names, fn (string $class): bool => is_subclass_of($class, Throwable::class));
    return array_values(array_filter($classes, fn (string $class): bool => !(new ReflectionClass($class))->isAbstract()));
}

/** Returns the real values of all properties, as text that can be compared. */
function real(mixed $value): mixed
{
    return match (true) {
        $value instanceof UnitEnum => $value::class . "::$value->name",
        $value instanceof DateTimeInterface => $value->format('Y-m-d\TH:i:s.u e'),
        is_object($value) => [$value::class, array_map(fn (ReflectionProperty $property): mixed => real($property->isInitialized($value) ? $property->getValue($value) : $value->{$property->name} ?? '(none)'),
            propertiesOf($value))],
        is_array($value) => array_map(real(...), $value),
        default => var_export($value, true),
    };
}

/** @return array<string, ReflectionProperty> without those that say where an exception was made */
function propertiesOf(object $value): array
{
    $properties = [];
    foreach ((new ReflectionObject($value))->getProperties() as $property) {
        if (!in_array($property->name, ['file', 'line', 'trace', 'previous', 'string', 'xdebug_message'], true)) {
            $properties[$property->name] = $property;
        }
    }
    return $properties;
}

/** @return list<string> */
function faultsOfRoundTrip(object $value, Closure $roundTrip, bool $mayThrow): array
{
    try {
        $read = $roundTrip($value);
    } catch (Throwable $thrown) {
        return $mayThrow ? [] : ['throws ' . $thrown::class . ": {$thrown->getMessage()}"];
    }
    $values = json_encode(real($read));
    return array_keys(array_filter([
        'a value is "***"' => str_contains((string) $values, '***'),
        'a value differs' => $values !== json_encode(real($value)),
    ]));
}

/** @return list<string> the secrets that the text contains, in any spelling */
function secretsIn(string $text): array
{
    $plain = fn (string $spelling): string => trim($spelling, '"');
    return array_keys(array_filter(SECRETS, function (string $secret) use ($text, $plain): bool {
        $spellings = [$secret, rawurlencode($secret), base64_encode($secret), $plain(json_encode($secret)), htmlspecialchars($secret)];
        return array_filter($spellings, fn (string $spelling): bool => stripos($text, $spelling) !== false) !== [];
    }));
}

$folder = materialFolder();
if ($folder !== null) {
    require "$folder/vendor/autoload.php";
}
$tally = new Tally();
$shown = values() + [
    'CotpRequest' => new CotpRequest(SECRETS['key'], proxy: plantedProxy(9)),
    'CotpCallbackVerifier' => new CotpCallbackVerifier(['k' => str_pad(SECRETS['key'], 40, '-')]),
];
$cases = [];
foreach (roundTrips() as $serializer => [$roundTrip, $mayThrow]) {
    foreach (values() as $name => $value) {
        if ($value instanceof UnitEnum && in_array($serializer, KNOW_NO_ENUMS, true)) {
            continue;
        }
        $cases["$serializer of $name"] = fn (): array => faultsOfRoundTrip($value, $roundTrip, $mayThrow || $mayThrow === null && !$value instanceof CotpForm);
    }
}
foreach (dumps() as $dumper => $dump) {
    foreach ($shown as $name => $value) {
        $cases["$dumper of $name"] = fn (): array => array_map(fn (string $secret): string => "shows the $secret", secretsIn($dump($value)));
    }
}
// In children, because a serializer that does not know how to write a value may crash when it reads it, or later.
judgeInChildren($tally, $cases, fn (): Closure => fn (Closure $case): array => $case());
$tally->finish();
